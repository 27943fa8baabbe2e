import Foundation
@testable import MLOpsStatistics
import Testing

@Suite struct `The variance from block to block` {
    /// Days of scores whose meaning moves: on each, all labels are likelier or less likely than the scores say.
    private static func day(_ rows: Int, weather: Double, _ random: inout Xoshiro256StarStar) -> [PerformanceRow] {
        let offset = weather * random.normal()
        return (0..<rows).map { _ in
            let logit = 1.5 * random.normal()
            let label: Double = random.uniform() < 1 / (1 + exp(-logit - offset)) ? 1 : 0
            return PerformanceRow(score: 1 / (1 + exp(-logit)), label: label)
        }
    }

    /// How many of so many days had a metric within its interval, and how long that is on average.
    private static func held(_ metric: String, weather: Double) throws -> (days: Int, length: Double) {
        var random = Xoshiro256StarStar(seed: 5)
        var (days, length) = (0, 0.0)
        for reference in 0..<5 {
            let rows = (0..<20).flatMap { _ in day(400, weather: weather, &random) }
            let estimator = try PerformanceEstimator(.binary, reference: rows, seed: UInt64(reference))
            for _ in 0..<20 {
                let found = day(400, weather: weather, &random)
                var sums = PerformanceSums(.binary)
                for row in found { sums.add(row) }
                let estimate = try #require(estimator.figures(of: found).first { $0.name == metric }).figure
                let real = try #require(sums.figures.first { $0.name == metric }?.figure.value)
                let (low, high) = (try #require(estimate.low), try #require(estimate.high))
                days += low <= real && real <= high ? 1 : 0
                length += (high - low) / 100
            }
        }
        return (days, length)
    }

    @Test func `is allowed for where what scores mean moves from day to day, and only there`() throws {
        let (still, windy) = (try Self.held("precision", weather: 0), try Self.held("precision", weather: 0.5))
        // Without it about half of the windy days are held.
        #expect(windy.days >= 88, "\(windy)")
        #expect(still.days >= 90 && still.length < 0.7 * windy.length, "\(still) \(windy)")
    }

    @Test func `is what is left when that of the intervals is taken away, if it is more than chance`() {
        // Twenty gaps of three standard errors.
        let gaps = (0..<20).map { _ in BlockVariance.Gap(square: 9, variance: 1) }
        #expect(abs(BlockVariance.excess(gaps) - 8) < 1e-12)
        #expect(BlockVariance.excess(gaps.map { ($0.square / 7, $0.variance) }) == 0)
        // A χ² of 20 degrees of freedom is above 31.41 once in twenty times.
        #expect(BlockVariance.excess(gaps.map { _ in (31.5 / 20, 1) }) > 0)
        #expect(BlockVariance.excess(gaps.map { _ in (31.3 / 20, 1) }) == 0)
    }

    @Test func `says nothing of single gaps and of numbers that are none`() {
        #expect(BlockVariance.excess([]) == 0)
        #expect(BlockVariance.excess([(100, 1)]) == 0)
        #expect(BlockVariance.excess([(.infinity, 1), (.nan, 1), (1, 0), (1, .nan), (100, 1)]) == 0)
        #expect(BlockVariance.excess([(1e300, 1e-300), (1e300, 1e-300)]) == 0)
        #expect(BlockVariance().variance(of: "f1") == 0 && BlockVariance().isWhole)
    }
}
