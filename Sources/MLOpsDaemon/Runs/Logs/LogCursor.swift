package import MLOpsCore

/// The place behind a line of a run's logs, by which a client goes on later, also at another daemon: `train.1.4096`.
///
/// It stands for all attempts before its own, in the order in which the record has them, and so much of its own's log.
package struct LogCursor: Hashable, Sendable {
    package let step: StepName
    package let attempt: Int
    /// Bytes from the start of the attempt's log.
    package let place: Int64

    package init(step: StepName, attempt: Int, place: Int64) {
        self.step = step
        self.attempt = attempt
        self.place = place
    }

    /// nil: the text is none.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 3, let attempt = Int(parts[parts.count - 2]), attempt > 0,
            let place = Int64(parts[parts.count - 1]), place >= 0
        else { return nil }
        self.init(step: StepName(parts.dropLast(2).joined(separator: ".")), attempt: attempt, place: place)
    }

    func isOf(_ attempt: AttemptID) -> Bool { attempt.step == step && attempt.number == self.attempt }

    package var text: String { "\(step).\(attempt).\(place)" }
}
