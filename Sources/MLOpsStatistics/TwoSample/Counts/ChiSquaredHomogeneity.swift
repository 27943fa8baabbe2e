/// Pearson's test that both samples come from one distribution over the columns of a table.
///
/// X² = Σ (aⱼ·m − bⱼ·n)²/(n·m·(aⱼ+bⱼ)), the homogeneity form: the reference is a sample too, never taken as exact.
/// Degrees of freedom: the columns with observations less one. Source: Pearson, 1900; scipy's `chi2_contingency`
/// without Yates' correction.
package enum ChiSquaredHomogeneity {
    /// Returns statistic and p, 0 and 1 when at most one column has observations; nil when a sample is empty.
    package static func test(_ table: CountTable) -> TestResult? {
        guard !table.isOneSided else { return nil }
        let columns = (0..<table.count).filter { table.reference[$0] + table.current[$0] > 0 }
        guard columns.count > 1 else { return TestResult(statistic: 0, p: 1, degreesOfFreedom: 0) }
        let freedom = Double(columns.count - 1)
        let value = statistic(table)
        return TestResult(
            statistic: value, p: ChiSquared(degreesOfFreedom: freedom).upper(value), degreesOfFreedom: freedom)
    }

    /// Returns X²; requires two samples that are not empty.
    package static func statistic(_ table: CountTable) -> Double {
        let (n, m) = (Double(table.referenceTotal), Double(table.currentTotal))
        var sum = NeumaierSum()
        for column in 0..<table.count {
            let both = Double(table.reference[column] + table.current[column])
            guard both > 0 else { continue }
            let difference = table.difference(column)
            sum.add(n * m * difference / both * difference)
        }
        return sum.value
    }
}
