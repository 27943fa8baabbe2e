/// One start of a step.
package struct AttemptValue: Codable, Sendable, Hashable {
    package enum Result: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case exited
        case signaled
        case failedToStart = "failed-to-start"
        case timedOut = "timed-out"
        case cancelled
        /// It ran and no record of its end exists.
        case lost
        /// The machine went down under it.
        case interrupted
    }

    /// Counts from 1.
    package var number: Int
    package var startedAt: Timestamp?
    package var endedAt: Timestamp?
    package var durationSeconds: Double?
    /// nil: it has not ended.
    package var result: Result?
    package var exitCode: Int32?
    package var signal: Int32?
    /// How it ended, for people: `exited with 1`, `killed by SIGKILL (out of memory)`.
    package var text: String
    package var userSeconds: Double?
    package var systemSeconds: Double?
    package var maxResidentBytes: Int64?

    package init(
        number: Int, startedAt: Timestamp? = nil, endedAt: Timestamp? = nil, durationSeconds: Double? = nil,
        result: Result? = nil, exitCode: Int32? = nil, signal: Int32? = nil, text: String, userSeconds: Double? = nil,
        systemSeconds: Double? = nil, maxResidentBytes: Int64? = nil
    ) {
        self.number = number
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.durationSeconds = durationSeconds
        self.result = result
        self.exitCode = exitCode
        self.signal = signal
        self.text = text
        self.userSeconds = userSeconds
        self.systemSeconds = systemSeconds
        self.maxResidentBytes = maxResidentBytes
    }
}
