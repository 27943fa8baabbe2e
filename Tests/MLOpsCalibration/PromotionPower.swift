import MLOpsStatistics
import RealModule

/// How often a candidate passes `not_worse_than: champion`, by how much better or worse it truly is.
///
/// Half of the rows are positive. A model errs on a row of either kind with the same probability, so that accuracy and
/// F1 are the share of right rows. Scores are normal, those of positive rows about a larger mean.
package struct PromotionPower: Sendable {
    package enum Metric: String, Sendable, CaseIterable { case accuracy, f1, mae, auc }

    package let metric: Metric
    package let rows: Int
    package let margin: Double
    /// The candidate's true value minus the champion's, in margins; below 0 it is worse.
    package let difference: Double
    /// Whether the better model is right wherever the other one is; else both err on half of what the better one errs on.
    package let isNested: Bool

    private static let championError = 0.1
    private static let championArea = 0.85

    package init(metric: Metric, rows: Int, margin: Double, difference: Double, isNested: Bool = false) {
        self.metric = metric
        self.rows = rows
        self.margin = margin
        self.difference = difference
        self.isNested = isNested
    }

    /// Returns how many of the trials passed.
    package func run(trials: Int, seed: UInt64) -> Band {
        var random = Xoshiro256StarStar(seed: seed)
        let passed = (0..<trials).count { _ in isPassed(results(&random)) }
        return Band(events: passed, trials: trials)
    }

    private func isPassed(_ results: RowResults) -> Bool {
        // Rows on which the metric is not defined prove nothing.
        let comparison = try? PairedComparison(of: metric.rawValue, in: results)
        guard let bounds = comparison?.difference?.bounds else { return false }
        return (metric == .mae ? -bounds.upperBound : bounds.lowerBound) > -margin
    }

    private func results(_ random: inout Xoshiro256StarStar) -> RowResults {
        var columns = [[Double]](repeating: [], count: 3)
        for row in 0..<rows {
            let label = metric == .mae ? random.normal() : Double(row % 2)
            let (own, other) =
                switch metric {
                case .accuracy, .f1: errors(of: label, &random)
                case .mae: losses(about: label, &random)
                case .auc: scores(of: label, &random)
                }
            columns[0].append(label)
            columns[1].append(own)
            columns[2].append(other)
        }
        let name = metric == .auc ? "score" : "prediction"
        return RowResults(
            count: rows,
            columns: [
                "label": .numbers(columns[0]), name: .numbers(columns[1]), "champion_" + name: .numbers(columns[2]),
            ])
    }

    private func errors(of label: Double, _ random: inout Xoshiro256StarStar) -> (Double, Double) {
        let candidate = max(0, Self.championError - difference * margin)
        let better = min(candidate, Self.championError)
        let both = isNested ? better : better / 2
        let u = random.uniform()
        let isWrong = (u < candidate, u < both || u >= candidate && u < candidate + Self.championError - both)
        return (isWrong.0 ? 1 - label : label, isWrong.1 ? 1 - label : label)
    }

    /// Skewed losses, for the most part in common.
    private func losses(about label: Double, _ random: inout Xoshiro256StarStar) -> (Double, Double) {
        let common = abs(random.normal()) + 1
        let (first, second) = (random.normal(), random.normal())
        return (
            label + common + first * first * 0.5 - difference * margin, label + common + second * second * 0.5
        )
    }

    /// Scores of which half of the variance is common.
    private func scores(of label: Double, _ random: inout Xoshiro256StarStar) -> (Double, Double) {
        let common = random.normal()
        func score(_ area: Double) -> Double {
            label * Normal.upperQuantile(1 - area) * 2.0.squareRoot() + (common + random.normal()) * 0.5.squareRoot()
        }
        return (score(Self.championArea + difference * margin), score(Self.championArea))
    }
}
