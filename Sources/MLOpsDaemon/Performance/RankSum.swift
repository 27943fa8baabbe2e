import Glibc

/// The area under the ROC curve of scores of two classes, ties counted half.
struct RankSum {
    private var positives: [Double] = []
    private var negatives: [Double] = []

    mutating func add(_ score: Double, isPositive: Bool) {
        if isPositive { positives.append(score) } else { negatives.append(score) }
    }

    /// With the interval of DeLong, DeLong and Clarke-Pearson (1988), on the scale of log odds so that it stays within 0
    /// and 1.
    var figure: MetricFigure {
        guard !positives.isEmpty, !negatives.isEmpty else {
            return MetricFigure(reason: positives.isEmpty ? "no scored row has label 1" : "no scored row has label 0")
        }
        let (above, below) = (positives.sorted(), negatives.sorted())
        // The share of the other class that each is rightly apart from.
        let (mean, positiveVariance) = Self.moments(of: Self.placements(of: above, among: below))
        let (_, negativeVariance) = Self.moments(of: Self.placements(of: below, among: above))
        let variance = positiveVariance / Double(above.count) + negativeVariance / Double(below.count)
        guard mean > 0, mean < 1, variance > 0, above.count > 1, below.count > 1 else {
            return MetricFigure(value: mean)
        }
        let (centre, half) = (log(mean / (1 - mean)), 1.959963984540054 * variance.squareRoot() / (mean * (1 - mean)))
        return MetricFigure(value: mean, low: Self.logistic(centre - half), high: Self.logistic(centre + half))
    }

    /// For each value the share of the others below it, equal ones counted half; both in rising order.
    private static func placements(of values: [Double], among others: [Double]) -> [Double] {
        var (below, through) = (0, 0)
        return values.map { value in
            while below < others.count, others[below] < value { below += 1 }
            through = max(through, below)
            while through < others.count, others[through] == value { through += 1 }
            return (Double(below) + Double(through - below) / 2) / Double(others.count)
        }
    }

    private static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    private static func moments(of values: [Double]) -> (mean: Double, variance: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, values.count > 1 ? squares / Double(values.count - 1) : 0)
    }
}
