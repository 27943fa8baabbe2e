import MLOpsControl

/// How long a command goes on asking.
struct Patience {
    private let end: ContinuousClock.Instant?
    private let timeout: Duration?
    private var step: Duration = .milliseconds(50)

    init(timeout: Duration?) {
        self.timeout = timeout
        end = timeout.map { ContinuousClock.now + $0 }
    }

    /// Sleeps a while, longer each time up to a second; throws when the time is up.
    mutating func pause(_ state: String) async throws(CommandFailure) {
        if let end, let timeout, ContinuousClock.now >= end {
            let seconds = timeout / .seconds(1)
            throw CommandFailure(.timeout, "\(state) after \(SpanText.duration(seconds: seconds))")
        }
        let left = end.map { $0 - ContinuousClock.now } ?? step
        // The task is cancelled by nobody: an interrupt ends the process.
        try? await Task.sleep(for: max(.zero, min(step, left)))
        step = min(step * 2, .seconds(1))
    }
}
