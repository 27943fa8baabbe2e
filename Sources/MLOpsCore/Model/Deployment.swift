/// A row of the append-only ledger: a version was to go live, and what came of it.
package struct Deployment: Hashable, Sendable, Codable {
    package enum Action: String, Sendable, Codable, CaseIterable {
        case deploy, rollback
    }

    package enum State: Hashable, Sendable, Codable {
        /// Committed before the switch.
        case intended
        case live
        case failed(String)
    }

    /// How far a deployment is that is intended; each stage is committed before what it stands for is done.
    package enum Stage: Hashable, Sendable, Codable {
        case switching
        /// The target is switched; what serves the model is told and asked.
        case proving
        /// It was not proven to work: what was live before is being brought back.
        case restoring(because: String)
    }

    /// What is to be done around the switch, as the definition said when the deployment was decided.
    package struct Hooks: Hashable, Sendable, Codable {
        /// Where programs are run.
        package var directory: String
        package var reload: [String]?
        package var probe: Probe?
        /// How long the version is on probation once it is live; nil: it is not.
        package var probation: Duration?
        /// nil: the daemon does not serve the version itself.
        package var service: ServicePlan?
        /// The share of the requests, in percent, that it gets while it is on probation; nil: all.
        package var canary: Int?
        /// What a canary has to show; nil: as `Trial()` says.
        package var trial: Trial?

        package init(
            directory: String, reload: [String]?, probe: Probe?, probation: Duration? = nil,
            service: ServicePlan? = nil, canary: Int? = nil, trial: Trial? = nil
        ) {
            self.directory = directory
            self.reload = reload
            self.probe = probe
            self.probation = probation
            self.service = service
            self.canary = canary
            self.trial = trial
        }
    }

    package var id: DeploymentID
    package var pipeline: PipelineName
    package var action: Action
    package var version: ModelVersionID
    package var digest: String
    /// What was live before.
    package var replaced: ModelVersionID?
    /// nil: the pipeline has no target; only the alias moves.
    package var target: String?
    package var run: RunID?
    package var by: Actor
    package var reason: String?
    package var state: State
    package var startedAt: Moment
    package var endedAt: Moment?
    /// nil: nothing but the switch.
    package var hooks: Shared<Hooks>?
    /// nil: it has ended, or nothing but the switch is to be done.
    package var stage: Stage?
    /// Of a version that no run of this deployment produced and that was not live before.
    package var metrics: [Candidate.Metric]?

    package init(
        id: DeploymentID, pipeline: PipelineName, action: Action, version: ModelVersionID, digest: String,
        replaced: ModelVersionID?, target: String?, run: RunID?, by: Actor, reason: String?, startedAt: Moment,
        hooks: Shared<Hooks>? = nil, metrics: [Candidate.Metric]? = nil
    ) {
        self.id = id
        self.pipeline = pipeline
        self.action = action
        self.version = version
        self.digest = digest
        self.replaced = replaced
        self.target = target
        self.run = run
        self.by = by
        self.reason = reason
        self.state = .intended
        self.startedAt = startedAt
        self.hooks = hooks
        self.stage = hooks == nil ? nil : .switching
        self.metrics = metrics
    }
}
