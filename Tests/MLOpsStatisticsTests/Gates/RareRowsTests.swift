@testable import MLOpsStatistics
import Testing

/// Models that differ on few rows or none: what was not seen is not known to be nothing.
@Suite struct `Rows that were not seen` {
    private static func results(_ columns: [String: [Double]]) -> RowResults {
        RowResults(count: columns.values.first?.count ?? 0, columns: columns.mapValues { .numbers($0) })
    }

    /// Half of the rows are positive; both models err on the same tenth of either kind.
    private static func twins(_ count: Int) -> RowResults {
        let label = (0..<count).map { Double($0 % 2) }
        let said = label.enumerated().map { $0.offset % 20 < 2 ? 1 - $0.element : $0.element }
        let score = (0..<count).map { label[$0] + Double($0 * 7 % 20) / 10 }
        return results([
            "label": label, "prediction": said, "champion_prediction": said, "score": score, "champion_score": score,
        ])
    }

    private static let metrics = [
        "f1", "precision", "recall", "specificity", "balanced_accuracy", "f1_macro", "accuracy", "auc",
    ]

    @Test(arguments: metrics)
    func `leave it open whether a model is as good as one that answers the same`(metric: String) throws {
        let few = try #require(try PairedComparison(of: metric, in: Self.twins(200)).difference)
        #expect(few.value == 0)
        #expect(few.bounds.lowerBound < -0.01 && few.bounds.upperBound > 0.01)
        #expect(few.bounds.lowerBound > -0.1 && few.bounds.upperBound < 0.1)
        // Ten times the rows, a tenth of what is open.
        let many = try #require(try PairedComparison(of: metric, in: Self.twins(2000)).difference)
        #expect(abs(many.bounds.lowerBound / few.bounds.lowerBound - 0.1) < 0.01)
        #expect(abs(many.bounds.upperBound / few.bounds.upperBound - 0.1) < 0.01)
    }

    @Test(arguments: [("mae", 4.0), ("mse", 16.0), ("rmse", 3.3), ("cost", 4.0)])
    func `may cost as much as the row that cost most`(metric: String, largest: Double) throws {
        let losses = (0..<100).map { [1, 2, 4, 1][$0 % 4] as Double }
        let zeros = [Double](repeating: 0, count: 100)
        let rows = Self.results([
            "label": zeros, "prediction": losses, "champion_prediction": losses, "cost": losses,
            "champion_cost": losses,
        ])
        let bounds = try #require(try PairedComparison(of: metric, in: rows).difference?.bounds)
        #expect(bounds.upperBound > 3 * largest / 100 && bounds.upperBound < 4 * largest / 100)
        #expect(bounds.lowerBound < 0)
    }

    /// The chance of each count of lost rows is known, so that nothing has to be simulated.
    ///
    /// The candidate is wrong wherever the champion is, and on others too: by the whole margin.
    @Test(arguments: ["recall", "mae"])
    func `let at most one in twenty pass that are worse by the margin and lose rows alone`(metric: String) throws {
        let count = 150
        let bounds = try (0...16).map { lost in
            let said = (0..<count).map { $0 < lost ? 0 : 1 } as [Double]
            let ones = [Double](repeating: 1, count: count)
            let offset = metric == "mae" ? 1.0 : 0
            let rows = Self.results([
                "label": ones.map { $0 + offset }, "prediction": said, "champion_prediction": ones,
            ])
            let bounds = try #require(try PairedComparison(of: metric, in: rows).difference?.bounds)
            return metric == "mae" ? -bounds.upperBound : bounds.lowerBound
        }
        #expect(bounds == bounds.sorted(by: >), "who loses more is not judged better")
        for tenths in 5...150 {
            let margin = Double(tenths) / 10 / Double(count)
            let chances = Binomial(trials: count, probability: margin)
            let passing = bounds.indices.filter { bounds[$0] > -margin }.map(chances.density).reduce(0, +)
            #expect(passing <= 0.05, "margin of \(Double(tenths) / 10) rows")
        }
        #expect(bounds[0] > -5 / Double(count), "and not all are refused")
    }

    /// -ln 0.05 = 2.995732, and the score bound of a count of 4 events: 4 + z²/2 + z √(4 + z²/4) with z = 1.644854.
    @Test func `reach as far as the rule of three and the score bound of a rate say`() {
        let one = RareRows(effect: 0.01)
        #expect(abs(one.reach(error: 0.05, variance: 0) - 0.02995732) < 1e-8)
        #expect(abs(one.reach(error: 0.05, variance: 4e-4) - 0.04909760) < 1e-8)
    }

    @Test func `do not widen what many rows say`() {
        let dense = (0..<1000).map { Double($0 % 3) - 1 }
        let rare = RareRows(effect: RareRows.size(of: dense.map { $0 / 1000 }).effect)
        let variance = 0.66 / 1000
        let normal = RareRows(effect: 0).reach(error: 0.045, variance: variance)
        #expect(rare.reach(error: 0.045, variance: variance) < 1.05 * normal)
    }
}
