import Foundation
@testable import MLOpsStatistics
import Testing

@Suite struct `Late labels` {
    /// Scores that mean what they say, or of which a share of the labels is turned over.
    private static func rows(_ count: Int, turned: Double, _ random: inout Xoshiro256StarStar) -> [PerformanceRow] {
        (0..<count).map { _ in
            let logit = 1.5 * random.normal()
            let isTrue = random.uniform() < 1 / (1 + exp(-logit))
            let isTurned = random.uniform() < turned
            return PerformanceRow(score: 1 / (1 + exp(-logit)), label: isTrue != isTurned ? 1 : 0)
        }
    }

    /// How many of the windows after the sixth held a metric, without labels and with those of two windows before; and the
    /// errors.
    private static func held(
        _ metric: String, turned: Double
    ) throws -> (without: Int, with: Int, errors: (without: Double, with: Double)) {
        var random = Xoshiro256StarStar(seed: 21)
        var (without, with, errors) = (0, 0, (without: 0.0, with: 0.0))
        for reference in 0..<5 {
            let estimator = try PerformanceEstimator(
                .binary, reference: rows(4000, turned: 0, &random), seed: UInt64(reference))
            var misses: [EstimateMiss] = []
            for window in 0..<26 {
                let found = rows(500, turned: window < 4 ? 0 : turned, &random)
                let estimate = try #require(estimator.estimates(of: found).first { $0.name == metric })
                let labels = LateLabels([metric: misses.filter { $0.window <= window - 2 }])
                let corrected = labels.corrected(estimate, of: Int64(window))
                var sums = PerformanceSums(.binary)
                for row in found { sums.add(row) }
                let shown = try #require(sums.figures.first { $0.name == metric }?.figure.value)
                let value = try #require(estimate.figure.value)
                misses.append(
                    try #require(
                        EstimateMiss(
                            window: Int64(window), estimated: value, error: estimate.error, shown: shown, labelled: 1)))
                guard window >= 6 else { continue }
                without += try holds(estimate.figure, shown) ? 1 : 0
                with += try holds(corrected, shown) ? 1 : 0
                errors.without += abs(value - shown) / 100
                errors.with += abs(try #require(corrected.value) - shown) / 100
            }
        }
        return (without, with, errors)
    }

    private static func holds(_ figure: PerformanceFigure, _ value: Double) throws -> Bool {
        try #require(figure.low) <= value && value <= #require(figure.high)
    }

    @Test func `make estimates hold again where labels mean something else, and nearer`() throws {
        for metric in ["accuracy", "precision", "auroc"] {
            let found = try Self.held(metric, turned: 0.15)
            #expect(found.without < 50 && found.with >= 90, "\(metric) \(found)")
            #expect(found.errors.with < 0.6 * found.errors.without, "\(metric) \(found)")
        }
    }

    @Test func `leave estimates alone where labels mean what they meant`() throws {
        for metric in ["accuracy", "precision", "auroc"] {
            let found = try Self.held(metric, turned: 0)
            #expect(found.without >= 90 && found.with >= 90, "\(metric) \(found)")
            #expect(found.errors.with < 1.1 * found.errors.without, "\(metric) \(found)")
        }
    }

    private static func estimate(_ name: String, _ value: Double, error: Double) -> EstimatedFigure {
        EstimatedFigure(name, .logOdds(value, error: error), error: error, range: 0...1)
    }

    @Test func `keep to what a metric can be, and to what is certain or undefined`() throws {
        let misses = try (0..<8).map {
            try #require(EstimateMiss(window: $0, estimated: 0.5, error: 0.01, shown: 0.8, labelled: 1))
        }
        let labels = LateLabels(["recall": misses])
        let high = labels.corrected(Self.estimate("recall", 0.9, error: 0.01), of: 9)
        #expect(high.value == 1 && high.high == 1 && high.low.map { $0 > 0.8 && $0 < 1 } == true, "\(high)")
        // Nothing was predicted to be 1: no label changes that.
        let certain = Self.estimate("recall", 0, error: 0)
        #expect(labels.corrected(certain, of: 9) == certain.figure)
        let undefined = EstimatedFigure("recall", undefined: "x")
        #expect(labels.corrected(undefined, of: 9) == undefined.figure)
        let other = Self.estimate("f1", 0.9, error: 0.01)
        #expect(labels.corrected(other, of: 9) == other.figure)
        #expect(LateLabels([:]).corrected(other, of: 9) == other.figure)
    }

    @Test func `know the error of a root from that of its square`() throws {
        let square = EstimatedFigure("mse", .normal(4, error: 0.4, in: 0...9), error: 0.4, range: 0...(.infinity))
        let root = square.root("rmse")
        #expect(root.name == "rmse" && root.figure.value == 2 && root.error == 0.1)
        let nothing = EstimatedFigure("mse", .normal(0, error: 0, in: 0...9), error: 0, range: 0...(.infinity))
        #expect(nothing.root("rmse").error == 0)
    }
}
