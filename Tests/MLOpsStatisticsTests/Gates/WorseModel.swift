@testable import MLOpsStatistics

/// Rows of a candidate that is truly worse than the champion by exactly the margin.
enum WorseModel {
    /// Half of the rows are positive; a model errs on a row of either kind with the same probability, so that accuracy
    /// and F1 are the share of right rows.
    static let rates = (champion: 0.1, candidate: 0.15, both: 0.05)

    static func margin(for metric: String) -> Double { metric == "mae" ? 0.2 : rates.candidate - rates.champion }

    static func rows(_ count: Int, for metric: String, _ random: inout Xoshiro256StarStar) -> RowResults {
        var columns: [String: [Double]] = ["label": [], "prediction": [], "champion_prediction": []]
        for row in 0..<count {
            let label = metric == "mae" ? random.normal() : Double(row % 2)
            let (own, other) = metric == "mae" ? losses(&random) : errors(&random)
            columns["label"]?.append(label)
            columns["prediction"]?.append(metric == "mae" ? label + own : own > 0 ? 1 - label : label)
            columns["champion_prediction"]?.append(metric == "mae" ? label + other : other > 0 ? 1 - label : label)
        }
        return RowResults(count: count, columns: columns.mapValues { .numbers($0) })
    }

    private static func errors(_ random: inout Xoshiro256StarStar) -> (Double, Double) {
        let u = random.uniform()
        if u < rates.both { return (1, 1) }
        if u < rates.candidate { return (1, 0) }
        return (0, u < rates.candidate + rates.champion - rates.both ? 1 : 0)
    }

    /// Skewed losses, in common and of their own; the candidate's mean is larger by 0.2.
    private static func losses(_ random: inout Xoshiro256StarStar) -> (Double, Double) {
        let common = abs(random.normal())
        let (first, second) = (random.normal(), random.normal())
        return (common + first * first * 0.5 + 0.2, common + second * second * 0.5)
    }
}
