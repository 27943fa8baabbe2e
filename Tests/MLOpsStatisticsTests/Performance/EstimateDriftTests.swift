import Foundation
@testable import MLOpsStatistics
import Testing

@Suite struct `The drift of estimates` {
    private static func misses(_ amounts: [Double], variance: Double = 1) -> [EstimateMiss] {
        amounts.enumerated().compactMap { window, amount in
            EstimateMiss(
                window: Int64(window), estimated: 0, error: variance.squareRoot(), shown: amount, labelled: 1)
        }
    }

    private static func noise(_ count: Int, _ random: inout Xoshiro256StarStar) -> [Double] {
        (0..<count).map { _ in random.normal() }
    }

    /// How many of the misses after so many lie in the interval that is foretold two windows before.
    private static func held(
        _ series: Int, memory: Double, strength: Double
    ) throws -> (share: Double, told: Double) {
        var random = Xoshiro256StarStar(seed: 3)
        var (held, told, count) = (0.0, 0.0, 0.0)
        for _ in 0..<series {
            var drift = strength * random.normal()
            let amounts = (0..<40).map { _ in
                drift = memory * drift + (1 - memory * memory).squareRoot() * strength * random.normal()
                return drift + random.normal()
            }
            let found = misses(amounts)
            for window in [12, 24, 39] {
                let shift = try #require(EstimateDrift(Array(found[0..<(window - 1)]))).shift(of: Int64(window))
                let error = (1 + (shift?.variance ?? 0)).squareRoot()
                held += abs(amounts[window] - (shift?.mean ?? 0)) <= PerformanceFigure.z * error ? 1 : 0
                told += shift == nil ? 0 : 1
                count += 1
            }
        }
        return (held / count, told / count)
    }

    @Test func `is foretold so that nineteen of twenty windows hold, whatever its strength and memory`() throws {
        for (memory, strength) in [(0.0, 2.0), (0.5, 3), (0.9, 1), (0.99, 5), (0.97, 30)] {
            let found = try Self.held(40, memory: memory, strength: strength)
            // 120 windows: 0.95, give or take 0.06.
            #expect(found.share > 0.87 && found.share < 0.99, "\(memory) \(strength): \(found)")
        }
        // Where there is none, hardly any is told.
        let still = try Self.held(40, memory: 0, strength: 0)
        #expect(still.share > 0.87 && still.share < 0.99 && still.told < 0.2, "\(still)")
    }

    @Test func `follows a move that stays, and widens for days that come and go`() throws {
        var random = Xoshiro256StarStar(seed: 9)
        let moved = Self.noise(10, &random) + Self.noise(3, &random).map { $0 + 10 }
        let step = try #require(EstimateDrift(Self.misses(moved))?.shift(of: 13))
        #expect(abs(step.mean - 10) < 2.5 && step.variance > 0.5, "\(step)")
        let stayed = Self.noise(10, &random) + Self.noise(30, &random).map { $0 + 10 }
        let later = try #require(EstimateDrift(Self.misses(stayed))?.shift(of: 41))
        #expect(abs(later.mean - 10) < 1.5 && later.variance < step.variance, "\(later)")
        let weather = try #require(EstimateDrift(Self.misses(Self.noise(40, &random).map { 6 * $0 }))?.shift(of: 41))
        #expect(abs(weather.mean) < 2 && weather.variance > 15 && weather.variance < 60, "\(weather)")
    }

    @Test func `fades, and is less sure, the further away a window is`() throws {
        var random = Xoshiro256StarStar(seed: 9)
        let drift = try #require(EstimateDrift(Self.misses(Self.noise(10, &random).map { $0 + 5 })))
        let shifts = try [10, 12, 20, 100].map { try #require(drift.shift(of: $0)) }
        for (near, far) in zip(shifts, shifts.dropFirst()) {
            #expect(near.mean > far.mean && far.mean > 0 && near.variance < far.variance, "\(near) \(far)")
        }
        // A window between, whose labels came later than those of newer ones, is as near as one after.
        #expect(drift.shift(of: 7) == drift.shift(of: 11))
    }

    @Test func `is what conditioning all windows at once says, under each hypothesis`() {
        let (memory, variance) = (0.8, 2.5)
        var hypothesis = DriftHypothesis(memory: memory, variance: variance, prior: 0.25)
        let misses = Self.misses([1.5], variance: 0.7) + Self.misses([-0.4, 0, 0, 2.5], variance: 1.3).suffix(1)
        for (index, miss) in misses.enumerated() {
            hypothesis.pass(index == 0 ? 0 : 3)
            hypothesis.see(miss)
        }
        hypothesis.pass(2)
        // The covariance of both misses, and theirs with the drift two windows later.
        let (a, b, c) = (variance + 0.7, pow(memory, 3) * variance, variance + 1.3)
        let (near, far) = (pow(memory, 2) * variance, pow(memory, 5) * variance)
        let determinant = a * c - b * b
        let weights = ((far * c - near * b) / determinant, (near * a - far * b) / determinant)
        #expect(abs(hypothesis.mean - (weights.0 * 1.5 + weights.1 * 2.5)) < 1e-12)
        #expect(abs(hypothesis.spread - (variance - weights.0 * far - weights.1 * near)) < 1e-12)
        let square = (c * 1.5 * 1.5 - 2 * b * 1.5 * 2.5 + a * 2.5 * 2.5) / determinant
        #expect(abs(hypothesis.weight - (log(0.25) - log(determinant) / 2 - square / 2)) < 1e-12)
    }

    @Test func `is not told from nothing, nor from what are no numbers`() {
        #expect(EstimateDrift([]) == nil)
        for (error, shown, labelled) in [
            (0.0, 1.0, 1.0), (.nan, 1, 1), (1, .nan, 1), (1, .infinity, 1), (.infinity, 1, 1), (1e-200, 1e200, 1),
            (1, 1, 0),
        ] {
            #expect(
                EstimateMiss(window: 0, estimated: 0, error: error, shown: shown, labelled: labelled) == nil)
        }
        // Half of the labels vary twice as much.
        #expect(EstimateMiss(window: 0, estimated: 1, error: 2, shown: 4, labelled: 0.5)?.variance == 8)
        let huge = EstimateDrift(Self.misses([1e150, -1e150, 1e150]))?.shift(of: 4)
        #expect(huge.map { $0.mean.isFinite && $0.variance.isFinite } ?? true)
    }
}
