/// The daemon's own part of the status.
package struct DaemonStatus: Codable, Sendable, Hashable {
    package struct Reload: Codable, Sendable, Hashable {
        package var at: Timestamp
        package var succeeded: Bool
        /// Pipelines whose file could not be used.
        package var invalid: [String]

        package init(at: Timestamp, succeeded: Bool, invalid: [String] = []) {
            self.at = at
            self.succeeded = succeeded
            self.invalid = invalid
        }
    }

    package struct Counts: Codable, Sendable, Hashable {
        /// Those that have a file, whether or not it can be used.
        package var pipelines: Int
        /// Those whose file is gone and whose history is kept; absent: the daemon does not tell.
        package var removedPipelines: Int?
        package var activeRuns: Int
        package var pendingRequests: Int
        package var failuresLastDay: Int

        package init(
            pipelines: Int, removedPipelines: Int? = nil, activeRuns: Int, pendingRequests: Int, failuresLastDay: Int
        ) {
            self.pipelines = pipelines
            self.removedPipelines = removedPipelines
            self.activeRuns = activeRuns
            self.pendingRequests = pendingRequests
            self.failuresLastDay = failuresLastDay
        }
    }

    package var version: String
    package var pid: Int32
    package var since: Timestamp
    package var state: DaemonState
    package var reasons: [DegradedReason]
    /// `system` or `user`.
    package var instance: String
    package var configuration: String
    package var stateDirectory: String
    package var lastReload: Reload?
    package var counts: Counts
    package var residentBytes: Int64?
    package var databaseBytes: Int64?

    package init(
        version: String, pid: Int32, since: Timestamp, state: DaemonState, reasons: [DegradedReason] = [],
        instance: String, configuration: String, stateDirectory: String, lastReload: Reload? = nil, counts: Counts,
        residentBytes: Int64? = nil, databaseBytes: Int64? = nil
    ) {
        self.version = version
        self.pid = pid
        self.since = since
        self.state = state
        self.reasons = reasons
        self.instance = instance
        self.configuration = configuration
        self.stateDirectory = stateDirectory
        self.lastReload = lastReload
        self.counts = counts
        self.residentBytes = residentBytes
        self.databaseBytes = databaseBytes
    }
}
