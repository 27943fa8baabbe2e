import RealModule

/// A metric's value with its 95 % interval, or the reason why it has none.
package struct PerformanceFigure: Sendable, Hashable {
    /// nil: undefined; never stands in for 0.
    package var value: Double?
    /// The interval that holds what is behind the value with 95 %; nil where the rows are too few to say.
    package var low: Double?
    package var high: Double?
    /// Why there is no value, in words; nil when there is one.
    package var reason: String?

    package init(value: Double, low: Double? = nil, high: Double? = nil) {
        (self.value, self.low, self.high, self.reason) = (value, low, high, nil)
    }

    package init(undefined reason: String) {
        (self.value, self.low, self.high, self.reason) = (nil, nil, nil, reason)
    }
}

/// A metric by its name.
package struct NamedFigure: Sendable, Hashable {
    package let name: String
    package let figure: PerformanceFigure

    package init(_ name: String, _ figure: PerformanceFigure) { (self.name, self.figure) = (name, figure) }
}

extension PerformanceFigure {
    static let confidence = 0.95
    /// Φ⁻¹(0.975).
    static let z = 1.959963984540054
    static let tooLarge = PerformanceFigure(undefined: "its values are too large")

    /// A share with the exact interval of Clopper and Pearson (1934).
    static func share(_ part: Int, of whole: Int, orElse reason: String) -> PerformanceFigure {
        guard whole > 0 else { return PerformanceFigure(undefined: reason) }
        let interval = Proportion(events: part, trials: whole).clopperPearson(confidence: confidence)
        return PerformanceFigure(
            value: Double(part) / Double(whole), low: interval.lowerBound, high: interval.upperBound)
    }

    /// A value with the interval value ± z·error, cut off at `range`.
    static func normal(_ value: Double, error: Double, in range: ClosedRange<Double>) -> PerformanceFigure {
        guard value.isFinite else { return tooLarge }
        guard error.isFinite else { return PerformanceFigure(value: value) }
        return PerformanceFigure(
            value: value, low: min(value, max(range.lowerBound, value - z * error)),
            high: max(value, min(range.upperBound, value + z * error)))
    }

    /// A value in 0...1 with an interval that is symmetric in log odds, so that it stays within.
    static func logOdds(_ value: Double, error: Double) -> PerformanceFigure {
        guard value > 0, value < 1, error > 0 else { return normal(value, error: error, in: 0...1) }
        let odds = value / (1 - value)
        let half = Double.exp(z * error / (value * (1 - value)))
        return PerformanceFigure(
            value: value, low: min(value, odds / half / (1 + odds / half)),
            high: half.isFinite ? max(value, odds * half / (1 + odds * half)) : 1)
    }

    /// A value in −1...1 with an interval that is symmetric on Fisher's scale artanh.
    static func correlation(_ value: Double, error: Double) -> PerformanceFigure {
        guard value > -1, value < 1, error > 0 else { return normal(value, error: error, in: -1...1) }
        let (centre, half) = (Double.atanh(value), z * error / (1 - value * value))
        return PerformanceFigure(
            value: value, low: min(value, Double.tanh(centre - half)), high: max(value, Double.tanh(centre + half)))
    }
}
