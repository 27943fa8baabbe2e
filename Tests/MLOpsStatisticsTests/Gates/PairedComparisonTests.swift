import Foundation
@testable import MLOpsStatistics
import Testing

@Suite struct `Comparison row by row` {
    private static let label: [Double] = [1, 1, 1, 0, 0, 0, 1, 0]
    private static let prediction: [Double] = [1, 1, 0, 0, 0, 1, 1, 0]
    private static let other: [Double] = [1, 0, 0, 0, 1, 1, 1, 0]

    private static func results(_ columns: [String: [Double]]) -> RowResults {
        RowResults(count: columns.values.first?.count ?? 0, columns: columns.mapValues { .numbers($0) })
    }

    private static let both = results(["label": label, "prediction": prediction, "champion_prediction": other])

    @Test(arguments: [
        ("accuracy", 0.75, 0.5), ("error_rate", 0.25, 0.5), ("precision", 0.75, 0.5), ("test_recall", 0.75, 0.5),
        ("specificity", 0.75, 0.5), ("f1", 0.75, 0.5), ("balanced_accuracy", 0.75, 0.5), ("f1_macro", 0.75, 0.5),
        ("mae", 0.25, 0.5), ("rmse", 0.5, 0.5.squareRoot()), ("r2", 0, -1),
    ])
    func `knows a metric of both models`(metric: String, candidate: Double, champion: Double) throws {
        let comparison = try PairedComparison(of: metric, in: Self.both)
        #expect(abs(comparison.candidate - candidate) < 1e-12)
        let interval = try #require(comparison.interval)
        #expect(interval.contains(candidate))
        let difference = try #require(comparison.difference)
        #expect(abs(difference.champion - champion) < 1e-12)
        #expect(abs(difference.value - (candidate - champion)) < 1e-12)
        #expect(difference.bounds.contains(difference.value))
        #expect(difference.bounds.lowerBound < difference.bounds.upperBound)
    }

    @Test func `averages a column with the metric's name`() throws {
        let rows = Self.results(["cost": [1, 2, 3, 6], "champion_cost": [2, 2, 3, 9]])
        let comparison = try PairedComparison(of: "cost", in: rows)
        #expect(comparison.candidate == 3)
        #expect(comparison.difference?.champion == 4)
        #expect(comparison.difference?.method == .pairedBootstrap)
    }

    @Test func `takes a curve from scores`() throws {
        let rows = Self.results([
            "label": Self.label, "score": [0.9, 0.8, 0.3, 0.2, 0.1, 0.7, 0.6, 0.4],
            "champion_score": [0.9, 0.8, 0.7, 0.2, 0.1, 0.3, 0.6, 0.4],
        ])
        let comparison = try PairedComparison(of: "roc_auc", in: rows)
        #expect(comparison.candidate == 13.0 / 16)
        #expect(comparison.difference?.champion == 1)
        #expect(comparison.difference?.method == .deLong)
    }

    @Test func `says what is missing`() {
        func reason(_ metric: String, _ results: RowResults) -> String? {
            do throws(PairedComparison.Obstacle) {
                _ = try PairedComparison(of: metric, in: results)
                return nil
            } catch { return error.reason }
        }
        #expect(reason("f1", Self.results([:])) == "it has no rows")
        #expect(reason("f1", Self.results(["label": [1]])) == "it has no column \"prediction\"")
        #expect(reason("auc", Self.results(["label": [1, 1], "score": [1, 2]]))?.contains("one label") == true)
        #expect(reason("f1", Self.results(["label": [1, 2], "prediction": [1, 2]]))?.contains("0 and 1") == true)
        #expect(reason("f1", Self.results(["label": [1, .nan], "prediction": [1, 2]]))?.contains("row 2") == true)
        #expect(reason("profit", Self.both)?.contains("no column \"profit\"") == true)
        #expect(
            reason("mae", Self.results(["label": [1, 2], "prediction": [1, .infinity]]))?.contains("infinity") == true)
        #expect(
            reason("precision", Self.results(["label": [1, 1], "prediction": [0, 0]]))?.contains("defined") == true)
    }

    @Test func `pairs the rows of two files by their key and the label`() throws {
        let own = Self.results(["row": [1, 2, 3, 4, 4], "label": [1, 1, 0, 0, 0], "prediction": [1, 0, 0, 1, 1]])
        let champion = Self.results(["row": [9, 3, 2, 1], "label": [1, 0, 1, 0], "prediction": [1, 1, 1, 1]])
        let joint = try #require(own.paired(with: champion, by: "row"))
        // Row 1 has another label there, row 4 does not exist.
        #expect(joint.count == 2)
        #expect(joint["champion_prediction"] == .numbers([1, 1]))
        #expect(joint["prediction"] == .numbers([0, 0]))
        #expect(own.paired(with: Self.results(["label": [1]]), by: "row") == nil)
    }

    @Test func `takes segments apart`() throws {
        let rows = RowResults(
            count: 3, columns: ["country": .texts(["fr", "de", "fr"]), "loss": .numbers([1, 2, 3])])
        let segments = try #require(rows.segments(by: "country"))
        #expect(segments.map(\.value) == ["de", "fr"])
        #expect(rows.rows(segments[1].rows)["loss"] == .numbers([1, 3]))
    }

    /// False promotion of a model that is worse by the whole margin: at most one in twenty.
    ///
    /// MLOPS_LIVES=N tries more.
    @Test(arguments: ["accuracy", "f1", "mae"])
    func `lets few models pass that are worse by the margin`(metric: String) throws {
        var random = Xoshiro256StarStar(seed: 7)
        var passed = 0
        let wanted = ProcessInfo.processInfo.environment["MLOPS_LIVES"].flatMap { Int($0) }
        let lives = wanted ?? (metric == "accuracy" ? 2000 : 100)
        for _ in 0..<lives {
            let comparison = try PairedComparison(of: metric, in: WorseModel.rows(200, for: metric, &random))
            let difference = try #require(comparison.difference)
            let isLower = metric == "mae"
            let lower = isLower ? -difference.bounds.upperBound : difference.bounds.lowerBound
            if lower > -WorseModel.margin(for: metric) { passed += 1 }
        }
        // Three standard errors above 5 % in so many lives.
        let limit = 0.05 + 3 * (0.05 * 0.95 / Double(lives)).squareRoot()
        #expect(Double(passed) / Double(lives) <= limit, "\(passed) of \(lives) pass")
        #expect(passed > 0)
        if wanted != nil { print("\(metric): \(passed) of \(lives) pass that are worse by the margin") }
    }
}
