import MLOpsSchedule

/// Why an attempt is not a success, and whether the same again may go better.
struct AttemptFailure: Hashable {
    let text: String
    let isRetryable: Bool

    /// nil: it succeeded.
    init?(_ end: AttemptEnd) {
        guard let (cause, isRetryable) = Self.judge(end.kind) else { return nil }
        text = cause + end.memoryText
        self.isRetryable = isRetryable
    }

    private static func judge(_ kind: AttemptEnd.Kind) -> (text: String, isRetryable: Bool)? {
        switch kind {
        case .exited(code: 0): nil
        case .exited(code: 75): ("asked to be retried (exit status 75)", true)
        case .exited(let code): ("failed with exit status \(code)", false)
        case .signaled(let signal, let core):
            ("was killed by signal \(signal)\(core ? " and dumped core; coredumpctl tells where" : "")", true)
        case .failedToStart(let reason): ("could not be started: \(reason)", false)
        case .timedOut: ("ran into its timeout", false)
        case .cancelled: ("was stopped", false)
        case .lost: ("was lost: it ended and left no record", true)
        case .interrupted: ("was interrupted by a reboot", true)
        }
    }
}

/// When a failed attempt is repeated.
struct RetryPolicy {
    static let longestBackoff: Duration = .seconds(6 * 3600)
    private let retry: StepDefinition.Retry

    init(_ retry: StepDefinition.Retry) { self.retry = retry }

    /// The time to wait before the next attempt; nil: there is none.
    ///
    /// Exponential with full jitter, which spreads retries best (Brooker, "Exponential Backoff And Jitter", 2015); the
    /// jitter is drawn from the attempt's identity, so a replay draws the same.
    func delay(after failure: AttemptFailure, attempt: AttemptID) -> Duration? {
        guard failure.isRetryable || retry.cause == .any, attempt.number < retry.attempts else { return nil }
        let doublings = min(attempt.number - 1, 30)
        let ceiling = min(retry.backoff * (1 << doublings), Self.longestBackoff)
        guard ceiling > .zero else { return .zero }
        return Jitter.offset(machine: "", key: attempt.description, within: ceiling)
    }
}
