/// Cramér's V of a 2×k table, an effect size in [0, 1] that does not grow with the sample.
///
/// Bias-corrected: φ̃² = max(0, X²/N − (k−1)/(N−1)), r̃ = 2 − 1/(N−1), k̃ = k − (k−1)²/(N−1), V = √(φ̃²/min(k̃−1, r̃−1)).
/// Source: W. Bergsma, *A bias-correction for Cramér's V and Tschuprow's T*, 2013.
package enum CramersV {
    /// Returns V; 0 with at most one column, nil when a sample is empty.
    package static func biasCorrected(_ table: CountTable) -> Double? {
        guard let test = ChiSquaredHomogeneity.test(table), let freedom = test.degreesOfFreedom else { return nil }
        guard freedom > 0 else { return 0 }
        let rest = Double(table.total) - 1
        let columns = freedom + 1
        let raw = test.statistic / Double(table.total)
        // What rounding leaves of an excess of 0 would grow under the root.
        let excess = raw - freedom / rest > 0x1p-50 * raw ? raw - freedom / rest : 0
        let smaller = min(columns - freedom * freedom / rest, 2 - 1 / rest) - 1
        return smaller > 0 ? min(1, (excess / smaller).squareRoot()) : 0
    }
}
