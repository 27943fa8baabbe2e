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

    package init(
        id: DeploymentID, pipeline: PipelineName, action: Action, version: ModelVersionID, digest: String,
        replaced: ModelVersionID?, target: String?, run: RunID?, by: Actor, reason: String?, startedAt: Moment
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
    }
}
