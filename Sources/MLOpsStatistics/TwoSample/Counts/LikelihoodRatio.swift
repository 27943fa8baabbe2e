/// The G-test of homogeneity, G = 2·Σ O·ln(O/E) = 2·(n+m)·(the weighted Jensen-Shannon divergence in nats).
///
/// Each term is summed as the deviance O·ln(O/E) + E − O ≥ 0, which does not cancel for nearly equal samples. On thin
/// tables the test rejects too often; prefer ``ChiSquaredHomogeneity``. Source: scipy's `chi2_contingency` with
/// `lambda_="log-likelihood"`.
package enum LikelihoodRatio {
    /// Returns statistic and p, 0 and 1 when at most one column has observations; nil when a sample is empty.
    package static func test(_ table: CountTable) -> TestResult? {
        guard !table.isOneSided else { return nil }
        var sum = NeumaierSum()
        var columns = 0
        for column in 0..<table.count {
            let both = Double(table.reference[column] + table.current[column])
            guard both > 0 else { continue }
            columns += 1
            let expected = both * (Double(table.referenceTotal) / Double(table.total))
            let gap = table.difference(column) * table.effectiveSize
            sum.add(SaddlePoint.deviance(Double(table.reference[column]), mean: expected, gap: gap))
            sum.add(SaddlePoint.deviance(Double(table.current[column]), mean: both - expected, gap: -gap))
        }
        guard columns > 1 else { return TestResult(statistic: 0, p: 1, degreesOfFreedom: 0) }
        let freedom = Double(columns - 1)
        let value = 2 * sum.value
        return TestResult(
            statistic: value, p: ChiSquared(degreesOfFreedom: freedom).upper(value), degreesOfFreedom: freedom)
    }
}
