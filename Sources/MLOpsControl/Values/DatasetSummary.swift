/// A watched directory and how it is.
package struct DatasetSummary: Codable, Sendable, Hashable {
    package enum State: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case ok
        /// Watched, but in a slower or less certain way than asked for.
        case degraded
        /// Can not be read at present: what it holds is unknown.
        case unavailable
    }

    package enum Watch: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case inotify, polling
    }

    /// How many files are in each state.
    package struct Counts: Codable, Sendable, Hashable {
        package var settling: Int64
        package var ready: Int64
        package var revised: Int64
        package var quarantined: Int64
        package var unreadable: Int64
        package var vanished: Int64

        package init(
            settling: Int64, ready: Int64, revised: Int64, quarantined: Int64, unreadable: Int64, vanished: Int64
        ) {
            self.settling = settling
            self.ready = ready
            self.revised = revised
            self.quarantined = quarantined
            self.unreadable = unreadable
            self.vanished = vanished
        }
    }

    /// Ready files that no successful run has used.
    package struct Backlog: Codable, Sendable, Hashable {
        package var files: Int64
        package var bytes: Int64
        /// nil: nothing asks for rows.
        package var rows: Int64?
        package var oldestAt: Timestamp?

        package init(files: Int64, bytes: Int64, rows: Int64? = nil, oldestAt: Timestamp? = nil) {
            self.files = files
            self.bytes = bytes
            self.rows = rows
            self.oldestAt = oldestAt
        }
    }

    package struct FileProblem: Codable, Sendable, Hashable {
        /// Relative to the directory; bytes that are not UTF-8 are replaced.
        package var path: String
        package var state: String
        package var reason: String
        /// What to do so that the file counts, where that can be said.
        package var nextStep: String?

        package init(path: String, state: String, reason: String, nextStep: String? = nil) {
            self.path = path
            self.state = state
            self.reason = reason
            self.nextStep = nextStep
        }
    }

    package var pipeline: String
    package var dataset: String
    package var path: String
    package var state: State
    /// Why it is degraded or unavailable.
    package var detail: String?
    package var watch: Watch?
    /// How the last file was found ready: `manifest`, `rename`, `lease` or `quiet`.
    package var readiness: String?
    package var counts: Counts
    package var backlog: Backlog
    package var lastReadyAt: Timestamp?
    package var lastScanAt: Timestamp?
    /// Files that need a person; bounded.
    package var problems: [FileProblem]

    package init(
        pipeline: String, dataset: String, path: String, state: State, detail: String? = nil, watch: Watch? = nil,
        readiness: String? = nil, counts: Counts, backlog: Backlog, lastReadyAt: Timestamp? = nil,
        lastScanAt: Timestamp? = nil, problems: [FileProblem] = []
    ) {
        self.pipeline = pipeline
        self.dataset = dataset
        self.path = path
        self.state = state
        self.detail = detail
        self.watch = watch
        self.readiness = readiness
        self.counts = counts
        self.backlog = backlog
        self.lastReadyAt = lastReadyAt
        self.lastScanAt = lastScanAt
        self.problems = problems
    }
}
