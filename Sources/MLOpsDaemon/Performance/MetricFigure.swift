/// A metric of a window with its interval, or why it has no value.
struct MetricFigure: Codable, Hashable {
    var value: Double?
    /// The interval that holds what is behind the value with 95 %.
    var low: Double?
    var high: Double?
    var reason: String?
}
