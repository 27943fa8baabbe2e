import MLOpsCore
import MLOpsStore
import MLOpsTestKit
import Testing

@testable import MLOpsDaemon

@Suite struct `Window sums` {
    private static func row(_ prediction: Double, _ label: Double, score: Double = .nan) -> JoinedRow {
        JoinedRow(
            version: 1, at: 0, prediction: prediction, score: score, label: label, labelledAt: 0, scores: [],
            segments: [])
    }

    private static func figures(
        _ task: PredictionsDefinition.ModelTask, _ rows: [JoinedRow]
    ) -> [String: MetricFigure] {
        var sums = WindowSums(task: task)
        for row in rows { sums.add(row) }
        return Dictionary(uniqueKeysWithValues: sums.figures.map { ($0.name, $0.figure) })
    }

    private func expect(_ value: Double?, _ expected: Double, within error: Double = 1e-9, _ name: String) {
        #expect(value.map { abs($0 - expected) <= error } == true, "\(name): \(value ?? .nan), not \(expected)")
    }

    /// 30 hits, 10 false alarms, 20 misses, 40 rejections; intervals from the quantiles of `scipy.stats.beta`.
    @Test func `of two classes are counted into shares with exact intervals`() {
        let table: [(Double, Double, Int)] = [(1, 1, 30), (1, 0, 10), (0, 1, 20), (0, 0, 40)]
        let figures = Self.figures(.binary, table.flatMap { Array(repeating: Self.row($0.0, $0.1), count: $0.2) })
        for (name, value, low, high) in [
            ("accuracy", 0.7, 0.600185, 0.787594), ("precision", 0.75, 0.588038, 0.873085),
            ("recall", 0.6, 0.451794, 0.735922), ("specificity", 0.8, 0.662817, 0.899698),
        ] {
            expect(figures[name]?.value, value, name)
            expect(figures[name]?.low, low, within: 1e-6, name)
            expect(figures[name]?.high, high, within: 1e-6, name)
        }
        expect(figures["f1"]?.value, 60.0 / 90, "f1")
        #expect(figures["brier"]?.reason == "no row has a score and a label")
    }

    @Test func `that are undefined have a reason and no value`() {
        let nothing = Self.figures(.binary, [Self.row(0, 0), Self.row(1, .nan)])
        #expect(nothing["precision"] == MetricFigure(reason: "nothing was predicted to be 1"))
        #expect(nothing["recall"] == MetricFigure(reason: "no label is 1"))
        #expect(nothing["f1"]?.value == nil && nothing["auroc"]?.value == nil)
        #expect(nothing["accuracy"]?.value == 1)
        let unlabelled = Self.figures(.regression, [Self.row(1, .nan)])
        #expect(unlabelled.values.allSatisfy { $0.value == nil && $0.reason != nil })
    }

    @Test func `the area under the curve agrees with the pairs, and its interval with the variance of all placements`()
    {
        var random = SeededGenerator(seed: 5)
        let rows = (0..<240).map { index -> JoinedRow in
            let label = Double(index % 3 == 0 ? 1 : 0)
            // Few different scores, so that many are equal.
            return Self.row(.nan, label, score: (label * 2 + Double.random(in: 0..<6, using: &random)).rounded() / 8)
        }
        let (positives, negatives) = (
            rows.filter { $0.label == 1 }.map(\.score), rows.filter { $0.label == 0 }.map(\.score)
        )
        func wins(_ a: Double, _ b: Double) -> Double { a > b ? 1 : a == b ? 0.5 : 0 }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        func variance(_ values: [Double]) -> Double {
            values.reduce(0) { $0 + ($1 - mean(values)) * ($1 - mean(values)) } / Double(values.count - 1)
        }
        let ofPositives = positives.map { a in mean(negatives.map { wins(a, $0) }) }
        let ofNegatives = negatives.map { b in mean(positives.map { wins($0, b) }) }
        let area = mean(ofPositives)
        let error = (variance(ofPositives) / 80 + variance(ofNegatives) / 160).squareRoot()
        let figure = Self.figures(.binary, rows)["auroc"]
        expect(figure?.value, area, "auroc")
        let odds = { (x: Double) in x / (1 - x) }
        let (low, high) = (figure?.low ?? 0, figure?.high ?? 0)
        // Within the interval the log odds reach as far to both sides.
        expect(odds(area) / odds(low), odds(high) / odds(area), "symmetry")
        expect((high - low) / 2, 1.96 * error, within: 0.004, "width")
    }

    @Test func `of numbers are means with their intervals`() {
        let figures = Self.figures(.regression, [1, -2, 3, 2].map { Self.row(10 + $0, 10) })
        expect(figures["mae"]?.value, 2, "mae")
        expect(figures["bias"]?.value, 1, "bias")
        expect(figures["mse"]?.value, 4.5, "mse")
        expect(figures["rmse"]?.value, 4.5.squareRoot(), "rmse")
        // Standard deviation 0.8165 of four, and the quantile of Student's distribution with 3 degrees of freedom.
        expect(figures["mae"]?.low, 2 - 3.182446 * 0.408248, within: 1e-5, "low")
        #expect(WindowSums(task: .binary).leastClass == 0)
    }

    @Test func `a score alone predicts 1 from 0.5 on`() {
        let figures = Self.figures(
            .binary, [Self.row(.nan, 1, score: 0.5), Self.row(.nan, 0, score: 0.49), Self.row(.nan, 0, score: 0.9)])
        expect(figures["accuracy"]?.value, 2.0 / 3, "accuracy")
        expect(figures["brier"]?.value, (0.25 + 0.2401 + 0.81) / 3, "brier")
    }
}
