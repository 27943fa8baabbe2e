import MLOpsSchedule

extension Duration {
    /// As people write it: `2h 30s`.
    var text: String { TimeSpan.format(self, accuracy: self < .seconds(1) ? .milliseconds(1) : .seconds(1)) }
}
