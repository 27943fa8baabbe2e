/// A step of a run.
package struct StepValue: Codable, Sendable, Hashable {
    package enum State: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case waiting
        case starting
        case running
        /// It failed and is tried again at `retryAt`.
        case backingOff = "backing-off"
        case succeeded
        case failed
        /// It never started.
        case skipped
        case cancelled
        /// Taken over from the run that this one retries.
        case reused
    }

    package var name: String
    package var state: State
    package var detail: String?
    package var retryAt: Timestamp?
    /// Oldest first.
    package var attempts: [AttemptValue]

    package init(
        name: String, state: State, detail: String? = nil, retryAt: Timestamp? = nil, attempts: [AttemptValue] = []
    ) {
        self.name = name
        self.state = state
        self.detail = detail
        self.retryAt = retryAt
        self.attempts = attempts
    }
}
