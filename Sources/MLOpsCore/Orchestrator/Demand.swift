package import MLOpsSchedule

/// Something a person asks for.
///
/// Each gets exactly one `Reply`.
package struct Demand: Hashable, Sendable {
    package enum Verb: Hashable, Sendable {
        case run(RunDemand)
        case cancel(RunID, reason: String?)
        /// An ended run again, on the inputs that it had; from a step on, what came before is taken over from it.
        case retry(Run, from: StepName?)
        case pause(PipelineName, until: Instant?, reason: String?)
        case resume(PipelineName, catchUp: Bool)
        /// Back to a former champion; nil: the one before.
        case rollback(PipelineName, to: ModelVersionID?, reason: String?)
        /// A registered version goes live because a person says so; `force` also what gates or people refused.
        case promote(ModelVersion, force: Bool, reason: String?)
        /// The same, also when it is live already: the target is switched and proven again.
        case deploy(ModelVersion, force: Bool, reason: String?)
        case approve(ModelVersion, reason: String?)
        case reject(ModelVersion, reason: String?)
        case moveAlias(AliasDemand)
        /// A pipeline whose file is gone is in no list any more; its history stays.
        case forget(PipelineName)
    }

    package struct RunDemand: Hashable, Sendable {
        package var pipeline: PipelineName
        package var reason: String?
        package var parameters: [Parameter]
        package var priority: Int?
        package var force: Bool
        /// False: gets a run of its own instead of joining a pending request.
        package var coalesce: Bool
        /// Only explains what would happen; nothing is recorded.
        package var dryRun: Bool

        package init(
            pipeline: PipelineName, reason: String? = nil, parameters: [Parameter] = [], priority: Int? = nil,
            force: Bool = false, coalesce: Bool = true, dryRun: Bool = false
        ) {
            self.pipeline = pipeline
            self.reason = reason
            self.parameters = parameters
            self.priority = priority
            self.force = force
            self.coalesce = coalesce
            self.dryRun = dryRun
        }
    }

    /// A name is to point to a version if it still points where the person saw it.
    package struct AliasDemand: Hashable, Sendable {
        package var pipeline: PipelineName
        package var alias: String
        /// nil: the alias goes.
        package var version: ModelVersionID?
        package var expected: Expectation
        package var reason: String?

        package enum Expectation: Hashable, Sendable {
            case anything
            case nothing
            case version(ModelVersionID)
        }

        package init(
            pipeline: PipelineName, alias: String, version: ModelVersionID?, expected: Expectation = .anything,
            reason: String? = nil
        ) {
            self.pipeline = pipeline
            self.alias = alias
            self.version = version
            self.expected = expected
            self.reason = reason
        }
    }

    package var verb: Verb
    package var by: Actor

    package init(_ verb: Verb, by: Actor) {
        self.verb = verb
        self.by = by
    }
}

/// What came of a demand.
package enum Reply: Hashable, Sendable, Codable {
    case started(RunID, DecisionID)
    /// The wish waits, alone or merged with one that already did.
    case pending(RequestID, DecisionID, Explanation)
    /// A dry run's answer.
    case explained(Explanation)
    case deploying(DeploymentID)
    case done(String)
    case refused(Refusal)

    package struct Refusal: Hashable, Sendable, Codable {
        package enum Code: String, Sendable, Codable {
            case notFound = "not-found"
            case conflict
            case invalid
            /// The demand's key was used for another one.
            case keyReused = "key-reused"
        }

        package var code: Code
        package var text: String
        package var hint: String?

        package init(_ code: Code, _ text: String, hint: String? = nil) {
            self.code = code
            self.text = text
            self.hint = hint
        }
    }
}
