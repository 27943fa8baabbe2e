/// How one signed figure of a column, near normal, varies between the windows of the reference.
package struct LocationNull: Sendable, Equatable {
    /// The figure of each reference window.
    package internal(set) var values: [Double] = []
    /// The variance that each would have if rows were independent.
    package internal(set) var rowVariances: [Double] = []
    // Whether those variances are known, not blurred by what keeps the figure finite.
    private let knowsRows: Bool

    init(knowsRows: Bool = true) { self.knowsRows = knowsRows }

    mutating func add(_ value: Double, rowVariance: Double) {
        values.append(value)
        rowVariances.append(rowVariance)
    }

    /// Returns Student's two-sided prediction limit for one more window; nil with fewer than ten windows.
    func p(_ value: Double, rowVariance: Double) -> Double? {
        guard values.count >= WindowNull.minimumWindows else { return nil }
        let limit = PredictionLimit(values, decidesAlone: true)
        return limit.twoSided(value, variance: variance(for: rowVariance, limit))
    }

    /// How many rows are worth one independent row: a bound, at 95 %, from the variance of the values; at least 1.
    var designEffect: Double {
        guard values.count >= WindowNull.minimumWindows, let spread = PredictionLimit(values).variance else { return 1 }
        let freedom = Double(values.count - 1)
        let bound = freedom / ChiSquared(degreesOfFreedom: freedom).upperQuantile(0.95)
        let design = expectedVariance > 0 ? spread / expectedVariance * bound : 1
        return design.isFinite ? max(1, design) : 1
    }

    private var expectedVariance: Double {
        rowVariances.isEmpty ? 0 : NeumaierSum.of(rowVariances) / Double(rowVariances.count)
    }

    // The variance of one window's value: as seen, if windows are of one size, else what is seen beyond rows, and rows.
    private func variance(for rowVariance: Double, _ limit: PredictionLimit) -> Double {
        let (seen, expected) = (limit.variance ?? 0, expectedVariance)
        if rowVariance > 0.67 * expected, rowVariance < 1.5 * expected {
            return max(seen, leastVariance / limit.inflation)
        }
        return max(0, seen - expected) + rowVariance
    }

    // Windows hardly vary less than their rows make them; a few that do so did by chance, and would call all others unusual.
    private var leastVariance: Double {
        knowsRows && values.count < PredictionLimit.matureCount ? expectedVariance : 0
    }
}
