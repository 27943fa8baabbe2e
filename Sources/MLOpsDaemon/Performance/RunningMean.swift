import MLOpsStatistics

/// A mean and what it is worth (Welford 1962).
struct RunningMean {
    private var count: Int64 = 0
    private var mean = 0.0
    private var squares = 0.0

    mutating func add(_ value: Double) {
        count += 1
        let change = value - mean
        mean += change / Double(count)
        squares += change * (value - mean)
    }

    /// With the interval of a mean of so many values that its distribution is normal.
    var figure: MetricFigure {
        guard count > 0 else { return MetricFigure(reason: "there is nothing to take the mean of") }
        guard count > 1, mean.isFinite, squares.isFinite else {
            return mean.isFinite ? MetricFigure(value: mean) : MetricFigure(reason: "its values are too large")
        }
        let error = (squares / Double(count - 1) / Double(count)).squareRoot()
        let half = 1.959963984540054 * error
        return MetricFigure(value: mean, low: mean - half, high: mean + half)
    }
}

extension MetricFigure {
    /// Of a mean of squares its root, with the same interval.
    var root: MetricFigure {
        MetricFigure(
            value: value?.squareRoot(), low: low.map { max(0, $0).squareRoot() }, high: high?.squareRoot(),
            reason: reason)
    }
}
