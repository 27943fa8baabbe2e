/// A metric of a window with its interval, or why it has no value.
struct MetricFigure: Codable, Hashable {
    var value: Double?
    /// The interval that holds what is behind the value with 95 %.
    var low: Double?
    var high: Double?
    var reason: String?
    /// Of an estimate what it was before late labels corrected it, and the standard error of that.
    var uncorrected: Double?
    var error: Double?
}
