/// A step of a run.
package struct StepRun: Hashable, Sendable, Codable {
    package enum State: Hashable, Sendable, Codable {
        case waiting
        /// The intent to start this attempt is committed; the executor may or may not have it yet.
        case starting
        case running
        /// It failed in a way worth repeating, and does so when `delay` has passed since `since`.
        case backingOff(since: Moment, delay: Duration)
        case succeeded
        case failed(String)
        /// It never started, because what it needs did not succeed or the run was cancelled.
        case skipped
        case cancelled
        /// Taken over from the run that this one retries.
        case reused
    }

    package var name: StepName
    package var state: State
    /// Attempts so far, the current one included.
    package var attempts: Int

    package init(name: StepName, state: State = .waiting, attempts: Int = 0) {
        self.name = name
        self.state = state
        self.attempts = attempts
    }

    /// Whether its present attempt has no end yet.
    var isUnderWay: Bool {
        switch state {
        case .starting, .running: true
        case .waiting, .backingOff, .succeeded, .failed, .skipped, .cancelled, .reused: false
        }
    }

    package var isFinal: Bool {
        switch state {
        case .waiting, .starting, .running, .backingOff: false
        case .succeeded, .failed, .skipped, .cancelled, .reused: true
        }
    }
}
