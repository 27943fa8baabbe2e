import RealModule

/// The k-sample Anderson-Darling test of Scholz and Stephens (1987) for two samples, midrank version, over the columns
/// of a table in ascending order.
///
/// p is interpolated from their table of critical values and clipped to [0.001, 0.25], as in scipy's `anderson_ksamp`.
package enum AndersonDarling {
    /// Returns the standardised statistic and p; nil below four observations, when a sample is empty or all are equal.
    package static func test(_ table: CountTable) -> TestResult? {
        guard !table.isOneSided, table.total >= 4, let raw = statistic(table) else { return nil }
        let value = (raw - 1) / variance(table).squareRoot()
        return TestResult(statistic: value, p: p(value))
    }

    private static func statistic(_ table: CountTable) -> Double? {
        let total = Double(table.total)
        var (below, sum, distinct) = ((0, 0), NeumaierSum(), 0)
        for column in 0..<table.count {
            let (a, b) = (table.reference[column], table.current[column])
            let tied = Double(a + b)
            guard tied > 0 else { continue }
            distinct += 1
            let pooled = Double(below.0 + below.1) + tied / 2
            let weight = tied / total / (pooled * (total - pooled) - total * tied / 4)
            // N·Mⱼ − Bⱼ·n, the same for both samples but for its sign.
            let gap = total * (Double(below.0) + Double(a) / 2) - pooled * Double(table.referenceTotal)
            if weight.isFinite { sum.add(weight * gap * gap) }
            below = (below.0 + a, below.1 + b)
        }
        guard distinct > 1 else { return nil }
        let value = sum.value / Double(table.referenceTotal) + sum.value / Double(table.currentTotal)
        return value * (total - 1) / total
    }

    // Scholz and Stephens, equation 4, for k = 2.
    private static func variance(_ table: CountTable) -> Double {
        let inverse = 1 / Double(table.referenceTotal) + 1 / Double(table.currentTotal)
        let (h, g) = harmonics(table.total)
        let n = Double(table.total)
        let a = 4 * g - 6 + (10 - 6 * g) * inverse
        let b = (2 * g - 4) * 4 + 16 * h + (2 * g - 14 * h - 4) * inverse - 8 * h + 4 * g - 6
        let c = (6 * h + 2 * g - 2) * 4 + (4 * h - 4 * g + 6) * 2 + (2 * h - 6) * inverse + 4 * h
        let d = (2 * h + 6) * 4 - 8 * h
        return (((a * n + b) * n + c) * n + d) / ((n - 1) * (n - 2) * (n - 3))
    }

    // h = Σ_{i<N} 1/i and g = Σ_{i<j<N} 1/((N−i)·j). As Σ_{j<N} H(N−j)/j is the coefficient H(N)² − H₂(N) of xᴺ in
    // ln²(1−x)/(1−x), g is H₂(N−1) − 2·H(N−1)/N: no double sum, which took a sixth of a comparison of millions of rows.
    private static func harmonics(_ total: Int) -> (h: Double, g: Double) {
        let h = HarmonicNumber.first(total - 1)
        return (h, HarmonicNumber.second(total - 1) - 2 * h / Double(total))
    }

    private static func p(_ statistic: Double) -> Double {
        guard statistic >= critical[0] else { return levels[0] }
        guard statistic <= critical[critical.count - 1] else { return levels[levels.count - 1] }
        let (constant, slope, curvature) = logarithmOfLevel
        return Double.exp(constant + statistic * (slope + statistic * curvature))
    }

    private static let levels = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001]
    // Table 2 of Scholz and Stephens at m = 1: b₀ + b₁ + b₂.
    private static let critical: [Double] = zip(
        zip([0.675, 1.281, 1.645, 1.96, 2.326, 2.573, 3.085], [-0.245, 0.25, 0.678, 1.149, 1.822, 2.364, 3.615]),
        [-0.105, -0.305, -0.362, -0.391, -0.396, -0.345, -0.154]
    ).map { $0.0 + $0.1 + $1 }
    // The least-squares parabola through (critical value, ln level).
    private static let logarithmOfLevel: (Double, Double, Double) = {
        LeastSquares.parabola(critical, levels.map { Double.log($0) })
    }()
}
