import Foundation
@testable import MLOpsStatistics
import Testing

@Suite struct `Label delays` {
    /// Predictions over a span of 100 s until now; labels of class 1 take 10 s on average, those of class 0 40 s.
    private static func simulated(_ count: Int, seed: UInt64) -> LabelDelays {
        var random = Xoshiro256StarStar(seed: seed)
        var delays = LabelDelays()
        for _ in 0..<count {
            let (age, isFast) = (random.uniform() * 100, random.uniform() < 0.3)
            let delay = -log(1 - random.uniform()) * (isFast ? 10 : 40)
            if delay <= age {
                delays.add(delay: delay, age: age, class: isFast ? 1 : 0)
            } else {
                delays.add(waiting: age)
            }
        }
        return delays
    }

    @Test func `of each class are those behind the labels, not those of the labels that came so far`() throws {
        let delays = Self.simulated(40_000, seed: 4)
        for (name, scale) in [(Int64(0), 40.0), (1, 10.0)] {
            let curve = try #require(delays.curves.first { $0.class == name }?.curve)
            // Within 100 s, which is all that can be seen.
            let all = 1 - exp(-100 / scale)
            for q in [0.5, 0.95] {
                let truth = -scale * log(1 - q * all)
                let found = try #require(curve.quantile(q))
                #expect(abs(found / truth - 1) < 0.06, "class \(name), \(q): \(found), not \(truth)")
            }
        }
        // All: a mixture.
        func share(_ t: Double) -> Double { 0.3 * (1 - exp(-t / 10)) + 0.7 * (1 - exp(-t / 40)) }
        for time in [5.0, 20, 60, 90] {
            #expect(abs(delays.curve.share(labelledWithin: time) - share(time)) < 0.015, "\(time)")
        }
    }

    @Test func `of few rows are those of Kaplan and Meier by hand`() {
        var delays = LabelDelays()
        for delay in [1.0, 4, 4, 16] { delays.add(delay: delay, age: 100, class: 0) }
        for age in [2.0, 8, 8] { delays.add(waiting: age) }
        let shares = delays.curve.points.map(\.share)
        let expected: [Double] = [1.0 / 7, 17.0 / 35, 1]
        #expect(shares.count == 3)
        for (share, value) in zip(shares, expected) { #expect(abs(share - value) < 1e-12, "\(shares)") }
        #expect(delays.curve.count == 7 && delays.curve.labelled == 4)
        #expect(delays.curve.median.map { abs($0 / 16 - 1) < 0.01 } == true)
        #expect(LabelDelays().curve.median == nil && LabelDelays().curves.isEmpty)
        // All old enough: the plain shares.
        let plain: [Double] = delays.curves[0].curve.points.map(\.share)
        #expect(plain == [0.25, 0.75, 1])
    }

    @Test func `do not depend on grouping, and come back from their bytes`() throws {
        var merged = Self.simulated(300, seed: 1)
        merged.merge(Self.simulated(500, seed: 2))
        var other = Self.simulated(500, seed: 2)
        other.merge(Self.simulated(300, seed: 1))
        #expect(merged == other)
        let bytes = merged.encoded
        #expect(try LabelDelays(encoded: bytes) == merged)
        for length in 0..<bytes.count {
            #expect(throws: MalformedProfile.self) { try LabelDelays(encoded: Array(bytes.prefix(length))) }
        }
        var random = Xoshiro256StarStar(seed: 9)
        for _ in 0..<2000 {
            var changed = bytes
            changed[random.below(changed.count)] = UInt8(random.below(256))
            guard var readable = try? LabelDelays(encoded: changed) else { continue }
            readable.merge(merged)
            #expect(readable.curves.allSatisfy { $0.curve.points.allSatisfy { (0...1).contains($0.share) } })
        }
    }
}
