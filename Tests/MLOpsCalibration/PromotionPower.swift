import MLOpsStatistics

/// How often a candidate passes `not_worse_than: champion`, by how much better or worse it truly is.
///
/// Half of the rows are positive, and a model errs on a row of either kind with the same probability, so that accuracy
/// and F1 are the share of right rows. Both models err together on half of what the better one errs on. Losses of `mae`
/// are skewed, for the most part in common.
package struct PromotionPower: Sendable {
    /// `accuracy`, `f1` or `mae`.
    package let metric: String
    package let rows: Int
    package let margin: Double
    /// The candidate's true value minus the champion's, in margins; below 0 it is worse.
    package let difference: Double

    private static let championError = 0.1

    package init(metric: String, rows: Int, margin: Double, difference: Double) {
        self.metric = metric
        self.rows = rows
        self.margin = margin
        self.difference = difference
    }

    /// Returns how many of the trials passed.
    package func run(trials: Int, seed: UInt64) -> Band {
        var random = Xoshiro256StarStar(seed: seed)
        let passed = (0..<trials).count { _ in isPassed(results(&random)) }
        return Band(events: passed, trials: trials)
    }

    private func isPassed(_ results: RowResults) -> Bool {
        // Rows on which the metric is not defined prove nothing.
        guard let bounds = (try? PairedComparison(of: metric, in: results))?.difference?.bounds else { return false }
        return (metric == "mae" ? -bounds.upperBound : bounds.lowerBound) > -margin
    }

    private func results(_ random: inout Xoshiro256StarStar) -> RowResults {
        var columns: [String: [Double]] = ["label": [], "prediction": [], "champion_prediction": []]
        for row in 0..<rows {
            let label = metric == "mae" ? random.normal() : Double(row % 2)
            let (own, other) = metric == "mae" ? losses(&random) : errors(&random)
            let (prediction, champion) =
                metric == "mae" ? (label + own, label + other) : (abs(label - own), abs(label - other))
            columns["label"]?.append(label)
            columns["prediction"]?.append(prediction)
            columns["champion_prediction"]?.append(champion)
        }
        return RowResults(count: rows, columns: columns.mapValues { .numbers($0) })
    }

    private func errors(_ random: inout Xoshiro256StarStar) -> (Double, Double) {
        let candidate = max(0, Self.championError - difference * margin)
        let both = min(candidate, Self.championError) / 2
        let u = random.uniform()
        if u < both { return (1, 1) }
        if u < candidate { return (1, 0) }
        return (0, u < candidate + Self.championError - both ? 1 : 0)
    }

    private func losses(_ random: inout Xoshiro256StarStar) -> (Double, Double) {
        let common = abs(random.normal()) + 1
        let (first, second) = (random.normal(), random.normal())
        return (common + first * first * 0.5 - difference * margin, common + second * second * 0.5)
    }
}
