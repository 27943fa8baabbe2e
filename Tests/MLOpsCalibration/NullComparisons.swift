import MLOpsStatistics

/// How often `compare` calls data of one distribution drifted, all columns together.
package struct NullComparisons: Sendable {
    package let columns: [SimulatedColumn]
    package let reference: Int
    package let current: Int
    package static let levels = [0.05, 0.01, 0.001]

    /// What was counted at each of ``levels``: verdicts with the effect gate, and by significance alone.
    package struct Count: Sendable {
        package internal(set) var drifted = Tally(levels: levels)
        package internal(set) var significant = Tally(levels: levels)
    }

    package init(columns: [SimulatedColumn], reference: Int, current: Int) {
        (self.columns, self.reference, self.current) = (columns, reference, current)
    }

    /// Every kind of column once.
    package static let mixed: [SimulatedColumn] = [
        .normal, .lognormal, .zeroInflated, .heavyTailed, .wholeNumbers, .uniform, .missing(0.02), .missing(0.3),
        .zipf(2), .zipf(10), .zipf(100), .equalCategories(30),
    ]

    package func run(trials: Int, seed: UInt64) -> Count {
        var random = Xoshiro256StarStar(seed: seed)
        var count = Count()
        for _ in 0..<trials {
            var (p, passes): ([Double], [Bool]) = ([], [])
            for column in columns {
                let before = column.reference(reference, &random)
                let evidence = RowEvidence.between(
                    before, column.window(current, on: before, &random)
                ).evidence
                p.append(evidence?.p ?? 1)
                passes.append(evidence.map(EffectGate().surelyPasses) ?? false)
            }
            // Any rejection of Holm's begins with the least p.
            let family = Double(p.count)
            count.significant.add((p.min() ?? 1) * family)
            count.drifted.add(Self.leastLevel(p, passes))
        }
        return count
    }

    // The least of the levels at which a column is both significant and surely large enough; 1 when at none.
    private static func leastLevel(_ p: [Double], _ passes: [Bool]) -> Double {
        levels.sorted().first { level in
            zip(Holm.rejected(p, level: level), passes).contains { $0 && $1 }
        } ?? 1
    }
}
