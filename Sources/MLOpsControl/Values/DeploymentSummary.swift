/// A row of the ledger.
package struct DeploymentSummary: Codable, Sendable, Hashable {
    package enum Action: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case deploy, rollback
    }

    package enum State: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        /// Recorded, and not yet known to be done.
        case intended
        case live
        /// Was live until a later row replaced it.
        case replaced
        case failed
    }

    /// `l4`.
    package var id: String
    package var pipeline: String
    package var action: Action
    package var state: State
    package var version: String
    package var digest: String
    /// What was live before.
    package var replaced: String?
    /// nil: the pipeline has no target; only the alias moved.
    package var target: String?
    package var run: String?
    package var by: ActorValue
    package var reason: String?
    /// Why it failed.
    package var detail: String?
    package var startedAt: Timestamp
    package var endedAt: Timestamp?
    /// How the service is of which the version is live, or being brought up; nil: the daemon runs none for it.
    package var service: ServiceValue.State?

    package init(
        id: String, pipeline: String, action: Action, state: State, version: String, digest: String,
        replaced: String? = nil, target: String? = nil, run: String? = nil, by: ActorValue, reason: String? = nil,
        detail: String? = nil, startedAt: Timestamp, endedAt: Timestamp? = nil,
        service: ServiceValue.State? = nil
    ) {
        self.id = id
        self.pipeline = pipeline
        self.action = action
        self.state = state
        self.version = version
        self.digest = digest
        self.replaced = replaced
        self.target = target
        self.run = run
        self.by = by
        self.reason = reason
        self.detail = detail
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.service = service
    }
}
