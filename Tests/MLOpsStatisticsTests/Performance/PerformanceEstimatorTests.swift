import Foundation
@testable import MLOpsStatistics
import Testing

@Suite struct `Performance estimator` {
    /// Scores that are too sure, of labels whose probability they follow from.
    private static func binary(_ count: Int, shift: Double, _ random: inout Xoshiro256StarStar) -> [PerformanceRow] {
        (0..<count).map { _ in
            let logit = random.normal() * 1.5 + shift
            let label: Double = random.uniform() < 1 / (1 + exp(-logit)) ? 1 : 0
            return PerformanceRow(score: 1 / (1 + exp(-2.5 * logit)), label: label)
        }
    }

    private static func multiclass(_ count: Int, shift: Double, _ random: inout Xoshiro256StarStar) -> [PerformanceRow]
    {
        (0..<count).map { _ in
            let logits = (0..<3).map { random.normal() + (Double($0) - 1) * (0.4 + shift) }
            let weights = logits.map { exp($0) }
            let draw = random.uniform() * weights.reduce(0, +)
            let label = draw < weights[0] ? 4 : draw < weights[0] + weights[1] ? 7 : 9
            let sharp = logits.map { exp(2 * $0) }
            let choice = sharp.firstIndex(of: sharp.max() ?? 0) ?? 0
            return PerformanceRow(
                prediction: [4, 7, 9][choice], label: Double(label), scores: sharp.map { $0 / sharp.reduce(0, +) })
        }
    }

    private static func regression(_ count: Int, shift: Double, _ random: inout Xoshiro256StarStar) -> [PerformanceRow]
    {
        (0..<count).map { _ in
            let x = random.normal() + shift
            return PerformanceRow(
                prediction: 5 + x, label: 5.2 + x + exp(0.6 * x) * random.normal(), features: [x, random.normal()])
        }
    }

    /// Of how many windows each metric's interval held what the labels showed, and the estimate's mean error in intervals.
    private static func held(
        _ task: PerformanceTask, windows: Int, rows: Int,
        _ make: (Int, Double, inout Xoshiro256StarStar) -> [PerformanceRow]
    ) throws -> [(name: String, held: Int)] {
        var held: [String: Int] = [:]
        var random = Xoshiro256StarStar(seed: 12)
        // Several references, since intervals also stand for what these happen to be.
        for reference in 0..<4 {
            let estimator = try PerformanceEstimator(
                task, reference: make(4000, 0, &random), seed: UInt64(reference))
            for window in 0..<(windows / 4) {
                let found = make(rows, Double(window % 3) * 0.3, &random)
                var sums = PerformanceSums(task)
                for row in found { sums.add(row) }
                let truth = Dictionary(uniqueKeysWithValues: sums.figures.map { ($0.name, $0.figure.value) })
                for estimate in estimator.figures(of: found) {
                    guard let value = truth[estimate.name].flatMap({ $0 }), let low = estimate.figure.low,
                        let high = estimate.figure.high
                    else { continue }
                    held[estimate.name, default: 0] += low <= value && value <= high ? 1 : 0
                }
            }
        }
        return held.sorted { $0.key < $1.key }.map { (name: $0.key, held: $0.value) }
    }

    @Test func `of scores holds what the labels will show, whatever the scores claim and however the rows move`() throws
    {
        let found = try Self.held(.binary, windows: 200, rows: 600, Self.binary)
        #expect(found.count >= 10)
        for (name, held) in found { #expect(held >= 176, "\(name): \(held) of 200") }
        // One that always held would say nothing.
        #expect(found.contains { $0.held < 199 })
    }

    @Test func `of many classes holds what the labels will show`() throws {
        let found = try Self.held(.multiclass(classes: [4, 7, 9]), windows: 120, rows: 600, Self.multiclass)
        #expect(found.map(\.name) == ["accuracy", "auroc_macro", "f1_macro", "precision_macro", "recall_macro"])
        for (name, held) in found { #expect(held >= 104, "\(name): \(held) of 120") }
    }

    @Test func `of numbers holds the errors that the labels will show, also where rows with large ones become more`()
        throws
    {
        let found = try Self.held(.regression, windows: 80, rows: 600, Self.regression)
        for (name, held) in found where ["mae", "rmse", "mse"].contains(name) {
            #expect(held >= 64, "\(name): \(held) of 80")
        }
    }

    @Test func `of numbers is right on average also far from where most of the reference is`() throws {
        var random = Xoshiro256StarStar(seed: 21)
        var (estimated, expected) = (0.0, 0.0)
        for reference in 0..<6 {
            let estimator = try PerformanceEstimator(
                .regression, reference: Self.regression(6000, shift: 0, &random), seed: UInt64(reference))
            let rows = Self.regression(6000, shift: 0.6, &random)
            estimated += estimator.figures(of: rows).first { $0.name == "mse" }?.figure.value ?? 0
            // E(y − ŷ)² of each row.
            expected += rows.reduce(0) { $0 + 0.04 + exp(1.2 * $1.features[0]) } / Double(rows.count)
        }
        #expect((0.94...1.06).contains(estimated / expected), "\(estimated / expected)")
    }

    @Test func `stretches what was learnt with too much caution, and leaves alone what was not`() {
        var random = Xoshiro256StarStar(seed: 22)
        let heights = (0..<4000).map { _ in 0.5 * random.normal() }
        let losses = heights.map { -exp($0) * log(1 - random.uniform()) }
        let honest = LossCalibration(heights, losses)
        #expect(abs(honest.slope - 1) < 0.15 && abs(honest.value(0) - 1) < 0.06)
        let cautious = LossCalibration(heights.map { $0 / 2 }, losses)
        #expect(abs(cautious.slope - 2) < 0.3)
        #expect(abs(cautious.value(0.25) / honest.value(0.5) - 1) < 0.01)
        // Of nothing learnt there is nothing to stretch.
        #expect(LossCalibration(losses.map { _ in 0 }, losses.map { _ in 1 }).value(0) == 1)
    }

    @Test func `of numbers that are all right says that errors are 0`() throws {
        let rows = (0..<400).map {
            PerformanceRow(prediction: Double($0), label: Double($0), features: [Double($0 % 7)])
        }
        let figures = try PerformanceEstimator(.regression, reference: rows).figures(of: rows)
        for name in ["mae", "mse", "rmse"] {
            #expect(figures.first { $0.name == name }?.figure.value == 0)
        }
    }

    @Test func `sees what calibration makes of scores that are too sure`() throws {
        var random = Xoshiro256StarStar(seed: 3)
        let estimator = try PerformanceEstimator(.binary, reference: Self.binary(5000, shift: 0, &random))
        let rows = Self.binary(20_000, shift: 0, &random)
        let estimate = estimator.figures(of: rows).first { $0.name == "accuracy" }?.figure.value ?? 0
        let claimed = rows.reduce(0) { $0 + max($1.score, 1 - $1.score) } / 20_000
        var sums = PerformanceSums(.binary)
        for row in rows { sums.add(row) }
        let truth = sums.figures.first { $0.name == "accuracy" }?.figure.value ?? 0
        // 5,000 labels tell the accuracy to 0.006.
        #expect(abs(estimate - truth) < 0.02, "\(estimate), not \(truth)")
        #expect(claimed - truth > 0.05)
    }

    @Test func `is the same for the same rows and seed, and comes back from JSON`() throws {
        var random = Xoshiro256StarStar(seed: 6)
        let tasks: [(PerformanceTask, [PerformanceRow])] = [
            (.binary, Self.binary(800, shift: 0, &random)),
            (.multiclass(classes: [4, 7, 9]), Self.multiclass(800, shift: 0, &random)),
            (.regression, Self.regression(800, shift: 0, &random)),
        ]
        for (task, rows) in tasks {
            let estimator = try PerformanceEstimator(task, reference: rows, seed: 9)
            #expect(try PerformanceEstimator(task, reference: rows, seed: 9) == estimator)
            let decoded = try JSONDecoder().decode(
                PerformanceEstimator.self, from: JSONEncoder().encode(estimator))
            #expect(decoded.isWhole)
            #expect(decoded.figures(of: rows) == estimator.figures(of: rows))
            for figure in decoded.figures(of: []) { #expect(figure.figure.value == nil && figure.figure.reason != nil) }
        }
    }

    @Test func `says why it can not be`() throws {
        var random = Xoshiro256StarStar(seed: 6)
        let rows = Self.binary(400, shift: 0, &random)
        #expect(throws: EstimationObjection.tooFewRows(40)) {
            try PerformanceEstimator(.binary, reference: Array(rows.prefix(40)))
        }
        #expect(throws: EstimationObjection.missingClass) {
            try PerformanceEstimator(.binary, reference: rows.map { PerformanceRow(score: $0.score, label: 1) })
        }
        #expect(throws: EstimationObjection.noScores) {
            try PerformanceEstimator(.binary, reference: rows.map { PerformanceRow(prediction: 1, label: $0.label) })
        }
        #expect(throws: EstimationObjection.noScores) {
            try PerformanceEstimator(.binary, reference: rows.map { PerformanceRow(score: 2, label: $0.label) })
        }
        #expect(throws: EstimationObjection.noScores) {
            try PerformanceEstimator(.multiclass(classes: []), reference: rows)
        }
    }
}
