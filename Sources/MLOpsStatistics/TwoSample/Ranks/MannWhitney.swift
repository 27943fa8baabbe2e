/// The two-sided Mann-Whitney test, over the columns of a table in ascending order.
///
/// U counts the pairs in which the reference value is larger, ties as ½. p by the normal limit with the variance corrected
/// for ties and a continuity correction of ½; or exact. Source: Mann and Whitney, 1947; scipy's `mannwhitneyu`.
package struct MannWhitney: Sendable, Equatable {
    /// 2U of the reference, a whole number.
    private let doubledU: Int128
    private let table: CountTable

    /// nil when a sample is empty.
    package init?(_ table: CountTable) {
        guard !table.isOneSided else { return nil }
        self.table = table
        var (below, doubled) = (Int128(0), Int128(0))
        for column in 0..<table.count {
            let tied = Int128(table.current[column])
            doubled += Int128(table.reference[column]) * (2 * below + tied)
            below += tied
        }
        doubledU = doubled
    }

    /// U of the reference sample, in [0, n·m].
    package var statistic: Double { Double(wide: doubledU) / 2 }

    /// P(reference < current) + ½·P(equal), an effect size: ½ when neither is larger.
    package var areaUnderCurve: Double {
        let pairs = Int128(table.referenceTotal) * Int128(table.currentTotal)
        return Double(wide: 2 * pairs - doubledU) / Double(wide: 2 * pairs)
    }

    /// The test by the normal limit.
    package var test: TestResult { test(design: 1) }

    /// Returns the same when `design` rows are worth one independent row.
    func test(design: Double) -> TestResult {
        let variance = self.variance * max(1, design)
        guard variance > 0 else { return TestResult(statistic: statistic, p: 1) }
        let mean = Double(table.referenceTotal) * Double(table.currentTotal) / 2
        let excess = abs(statistic - mean) - 0.5
        return TestResult(statistic: statistic, p: min(1, 2 * Normal.upper(excess / variance.squareRoot())))
    }

    /// The variance of U for independent rows, corrected for ties; 0 when all values are equal.
    var variance: Double {
        let (n, m, total) = (Double(table.referenceTotal), Double(table.currentTotal), Double(table.total))
        guard total > 1 else { return 0 }
        var ties = NeumaierSum()
        for column in 0..<table.count {
            let tied = Double(table.reference[column] + table.current[column])
            ties.add(tied * tied * tied - tied)
        }
        return max(0, n * m / 12 * (total + 1 - ties.value / (total * (total - 1))))
    }

    /// The exact test for samples without ties; nil with ties, or when n·m exceeds 10,000.
    package var exactTest: TestResult? {
        let (n, m) = (table.referenceTotal, table.currentTotal)
        guard max(n, m) <= 10_000, n * m <= 10_000,
            (0..<table.count).allSatisfy({ table.reference[$0] + table.current[$0] <= 1 })
        else {
            return nil
        }
        let larger = max(Int(doubledU / 2), n * m - Int(doubledU / 2))
        let ways = Self.orders(n, m)
        let tail = NeumaierSum.of(ways[larger...])
        return TestResult(statistic: statistic, p: min(1, 2 * tail / NeumaierSum.of(ways)))
    }

    // The number of orders for each U, by Mann and Whitney's recursion, scaled to stay in range.
    private static func orders(_ n: Int, _ m: Int) -> [Double] {
        var rows = [[Double]](repeating: [1], count: n + 1)
        for j in 1...m {
            for i in 1...n {
                // The largest of the pooled values is from the first sample, above j of the second, or from the second.
                var next = [Double](repeating: 0, count: i * j + 1)
                let share = Double(i) / Double(i + j)
                for (u, weight) in rows[i - 1].enumerated() { next[u + j] += weight * share }
                for (u, weight) in rows[i].enumerated() { next[u] += weight * (1 - share) }
                rows[i] = next
            }
        }
        return rows[n]
    }
}
