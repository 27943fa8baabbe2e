import Dispatch
package import MLOpsConfig
package import MLOpsControl
package import MLOpsCore
package import MLOpsStore

/// What the handlers draw their answers from.
package struct APIServices: Sendable {
    package var inbox: Inbox
    package var store: SQLiteMetadataStore
    package var health: Health
    package var feed: EventFeed
    package var paths: DaemonPaths
    /// What is in force.
    package var configuration: @Sendable () -> Configuration = { Configuration() }
    /// Reads the configuration again; answers when it is in force or refused.
    package var reload: @Sendable () async -> ReloadResponse
    package var datasetStatus: @Sendable () async -> [DatasetStatus]
    package var logs: @Sendable (LogQuery) -> AsyncThrowingStream<LogText, any Error>
    /// The predictions of a pipeline; nil: it logs none, or none were looked at yet.
    package var predictions: @Sendable (PipelineName) -> PredictionStore? = { _ in nil }
    /// How the service of a pipeline is; nil: it has none.
    package var serviceStatus: @Sendable (PipelineName) -> ServiceStatus? = { _ in nil }
    /// Begins to do again what a run did, and says how far that is.
    package var reproductions: @Sendable (Run) -> ReproductionResponse = { run in
        ReproductionResponse(
            run: run.id.description, state: .failed, startedAt: Timestamp(run.startedAt),
            failure: "this daemon reproduces nothing", directory: "")
    }
    /// Removes what policies do not keep; or, dry, says what that is.
    var prune: @Sendable (PipelineName?, _ isDry: Bool) async throws -> Pruner.Outcome = { _, _ in Pruner.Outcome() }
    /// How far the reproduction of a run is; nil: none was asked for.
    package var reproduction: @Sendable (RunID) -> ReproductionResponse? = { _ in nil }
    /// Who may do what.
    package var roles = RoleTable()
    package var audit = CommandAudit()
    /// Where the service manager starts steps in units of their own; nil: steps are processes below the daemon.
    package var stepSocket: String?
    package var now: @Sendable () -> Moment

    package init(
        inbox: Inbox, store: SQLiteMetadataStore, health: Health, feed: EventFeed, paths: DaemonPaths,
        reload: @escaping @Sendable () async -> ReloadResponse,
        datasetStatus: @escaping @Sendable () async -> [DatasetStatus],
        logs: @escaping @Sendable (LogQuery) -> AsyncThrowingStream<LogText, any Error>,
        now: @escaping @Sendable () -> Moment
    ) {
        self.inbox = inbox
        self.store = store
        self.health = health
        self.feed = feed
        self.paths = paths
        self.reload = reload
        self.datasetStatus = datasetStatus
        self.logs = logs
        self.now = now
    }
}

extension APIServices {
    private static let longReads = DispatchQueue(label: "mlopsd.api.reads", qos: .utility, attributes: .concurrent)

    /// Reads what takes long off the threads that all requests share.
    func longRead<Value: Sendable>(
        _ read: @escaping @Sendable (SQLiteMetadataStore) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let store = store
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            Self.longReads.async {
                continuation.resume(returning: Result { () throws(StoreError) in try read(store) })
            }
        }
        return try result.get()
    }
}

/// Which lines of which logs are wanted.
package struct LogQuery: Sendable {
    package var run: Run
    package var step: StepName?
    package var attempt: Int?
    package var tail: Int?
    /// Only what comes behind it.
    package var after: LogCursor?
    package var follow: Bool
}

/// A line that a step wrote.
package struct LogText: Sendable {
    package var step: StepName
    package var attempt: Int
    package var text: String
    /// Bytes from the start of the attempt's log to the end of this line.
    package var place: Int64

    package init(step: StepName, attempt: Int, text: String, place: Int64 = 0) {
        self.step = step
        self.attempt = attempt
        self.text = text
        self.place = place
    }

    package var cursor: LogCursor { LogCursor(step: step, attempt: attempt, place: place) }
}
