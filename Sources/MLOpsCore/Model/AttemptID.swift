/// One start of one step of one run: `r17.train.2`.
///
/// It is the executor's key, so a second submission changes nothing.
package struct AttemptID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let run: RunID
    package let step: StepName
    /// Counts from 1.
    package let number: Int

    package init(run: RunID, step: StepName, number: Int) {
        self.run = run
        self.step = step
        self.number = number
    }

    package var description: String { "\(run).\(step).\(number)" }

    package static func < (left: AttemptID, right: AttemptID) -> Bool {
        (left.run, left.step, left.number) < (right.run, right.step, right.number)
    }
}
