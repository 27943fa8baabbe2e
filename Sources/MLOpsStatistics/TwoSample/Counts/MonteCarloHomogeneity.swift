/// The chi-squared homogeneity test by simulation, for tables too thin for the χ² distribution.
///
/// Draws tables with the same margins (multivariate hypergeometric) and returns p = (1 + #{X² ≥ observed})/(rounds + 1),
/// which is valid whatever the number of rounds. Source: Phipson and Smyth, 2010.
package enum MonteCarloHomogeneity {
    /// Returns statistic and p; nil when a sample is empty.
    ///
    /// The same seed gives the same p.
    package static func test(_ table: CountTable, rounds: Int = 9999, seed: UInt64) -> TestResult? {
        guard let observed = ChiSquaredHomogeneity.test(table) else { return nil }
        guard let freedom = observed.degreesOfFreedom, freedom > 0, rounds > 0 else { return observed }
        var random = Xoshiro256StarStar(seed: seed)
        let columns = (0..<table.count).map { table.reference[$0] + table.current[$0] }
        let sampler = MarginSampler(columns: columns, drawn: min(table.referenceTotal, table.currentTotal))
        // A drawn table may differ from the observed one by rounding alone.
        let threshold = observed.statistic * (1 - 1e-10)
        var extreme = 0
        for _ in 0..<rounds where sampler.statistic(&random) >= threshold { extreme += 1 }
        return TestResult(
            statistic: observed.statistic, p: Double(extreme + 1) / Double(rounds + 1), degreesOfFreedom: freedom)
    }

    // Draws the smaller sample without replacement from the pooled one, and scores it.
    private struct MarginSampler {
        let columns: [Int]
        let owners: [Int32]
        let drawn: Int
        let scale: Double

        init(columns: [Int], drawn: Int) {
            self.columns = columns
            self.drawn = drawn
            owners = columns.indices.flatMap { [Int32](repeating: Int32($0), count: columns[$0]) }
            let share = Double(drawn) / Double(owners.count)
            scale = 1 / (share * (1 - share))
        }

        // Floyd's sampling would need a set; a partial Fisher-Yates shuffle of a copy costs one pass over the pooled sample.
        func statistic(_ random: inout Xoshiro256StarStar) -> Double {
            var urn = owners
            var counts = [Int](repeating: 0, count: columns.count)
            for position in 0..<drawn {
                let other = position + random.below(urn.count - position)
                urn.swapAt(position, other)
                counts[Int(urn[position])] += 1
            }
            let share = Double(drawn) / Double(owners.count)
            var sum = 0.0
            for (column, total) in columns.enumerated() where total > 0 {
                let gap = Double(counts[column]) - share * Double(total)
                sum += gap * gap / Double(total)
            }
            return sum * scale
        }
    }
}
