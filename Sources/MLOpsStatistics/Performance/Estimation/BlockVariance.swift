/// By how much metrics of blocks of the reference, one after another in time, vary beyond what their intervals allow for.
///
/// Rows of one day have its weather in common: what labels mean moves a little from day to day, and a metric varies more than
/// labels that are drawn one by one, and refits of what was learnt, make it. What the labels of the reference show of that is
/// counted where it is more than chance, by Cochran's Q at 5 %, as the variance of a random effect. A move that the reference does
/// not hold stays unseen. Source: R. DerSimonian and N. Laird, *Meta-analysis in clinical trials*, 1986.
struct BlockVariance: Sendable, Hashable, Codable {
    /// How far a block was from its estimate, squared, and the variance of its interval.
    typealias Gap = (square: Double, variance: Double)

    private static let mostBlocks = 20
    private static let alpha = 0.05

    /// Of metrics that vary so; in their units, squared.
    private var variances: [String: Double] = [:]

    init() {}

    /// - Parameters:
    ///   - reference: Rows with labels, the oldest first.
    ///   - estimate: What was learnt from them says of some rows.
    init(_ task: PerformanceTask, _ reference: [PerformanceRow], _ estimate: ([PerformanceRow]) -> [EstimatedFigure]) {
        let rows = reference.filter { !$0.label.isNaN }
        let blocks = min(Self.mostBlocks, rows.count / PerformanceEstimator.fewestRows)
        guard blocks > 1 else { return }
        var gaps: [String: [Gap]] = [:]
        for block in 0..<blocks {
            let part = Array(rows[block * rows.count / blocks..<(block + 1) * rows.count / blocks])
            for (name, gap) in Self.gaps(task, part, estimate(part)) { gaps[name, default: []].append(gap) }
        }
        for name in PerformanceSums.metrics(of: task) {
            let excess = Self.excess(gaps[name] ?? [])
            if excess > 0 { variances[name] = excess }
        }
    }

    /// 0: as far as is known, the metric varies by no more than is allowed for.
    func variance(of metric: String) -> Double { variances[metric] ?? 0 }

    var isWhole: Bool { variances.values.allSatisfy { $0 > 0 && $0.isFinite } }

    private static func gaps(
        _ task: PerformanceTask, _ rows: [PerformanceRow], _ estimates: [EstimatedFigure]
    ) -> [(name: String, gap: Gap)] {
        var sums = PerformanceSums(task)
        for row in rows { sums.add(row) }
        let shown = sums.figures
        return estimates.compactMap { estimate in
            guard let value = estimate.figure.value, let low = estimate.figure.low, let high = estimate.figure.high,
                let real = shown.first(where: { $0.name == estimate.name })?.figure.value
            else { return nil }
            let error = (high - low) / (2 * PerformanceFigure.z)
            return (estimate.name, ((real - value) * (real - value), error * error))
        }
    }

    /// The variance beyond that of the intervals; 0 where there is none for sure.
    static func excess(_ gaps: [Gap]) -> Double {
        let known = gaps.filter { $0.variance > 0 && $0.variance.isFinite && $0.square.isFinite }
        guard known.count > 1 else { return 0 }
        let (sum, count) = (known.reduce(0) { $0 + $1.square / $1.variance }, Double(known.count))
        guard sum.isFinite, ChiSquared(degreesOfFreedom: count).upper(sum) < alpha else { return 0 }
        let excess = (sum - count) / known.reduce(0) { $0 + 1 / $1.variance }
        return excess.isFinite ? max(0, excess) : 0
    }
}
