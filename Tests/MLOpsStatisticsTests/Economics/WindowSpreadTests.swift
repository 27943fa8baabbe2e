import FoundationEssentials
import MLOpsCalibration
import Testing

@testable import MLOpsStatistics

@Suite struct `How much windows vary` {
    private static func windows(_ rates: [Double], rows: Int = 200, seed: UInt64) -> [WindowLoss] {
        var random = Xoshiro256StarStar(seed: seed)
        return rates.map { rate in WindowLoss(rows: rows, errors: (0..<rows).count { _ in random.uniform() < rate }) }
    }

    private static func spread(_ windows: [WindowLoss], after former: WindowSpread = WindowSpread()) -> WindowSpread {
        var spread = former
        for window in windows { spread.observe(window) }
        return spread
    }

    // At the border of batches of any size, and in the middle of those of 5 and of all larger ones.
    @Test(arguments: [20, 27])
    func `is what their rows explain where rows are independent, wherever the rate changed`(change: Int) {
        let found = (0..<100).count { seed in
            let windows = Self.windows((0..<60).map { $0 < change ? 0.1 : 0.2 }, seed: UInt64(seed))
            return Self.spread(windows).effect.ratio > 1
        }
        // Five sizes at a thousandth each; the correction for what is left out is itself by chance.
        #expect(Band.isConsistent(found, withMeanAtMost: 4), "\(found)")
    }

    @Test func `shows in a single window, or in some together`() {
        // Every second window at 0.05 and at 0.15: half a squared difference is 0.005, beside a variance of rows of 0.0875.
        let alternating = Self.spread(Self.windows((0..<400).map { $0 % 2 == 0 ? 0.05 : 0.15 }, seed: 1)).effect
        #expect(abs(alternating.ratio - (1 + 0.005 * 200 / 0.0875)) < 1, "\(alternating)")
        #expect(abs(alternating.degreesOfFreedom - 397 * 2 / 3) < 1e-9)
        // Ten windows each: single ones hardly differ from their neighbours.
        let slow = Self.spread(Self.windows((0..<400).map { $0 / 10 % 2 == 0 ? 0.08 : 0.12 }, seed: 2)).effect
        #expect(abs(slow.ratio - (1 + 0.0008 * 2000 / 0.0896)) < 6, "\(slow)")
        #expect(abs(slow.degreesOfFreedom - 37 * 2 / 3) < 1e-9)
    }

    @Test func `is passed on to a model whose losses have another unit, and whose windows another number of rows`() {
        let rates = (0..<200).map { $0 % 2 == 0 ? 0.05 : 0.15 }
        let first = Self.spread(Self.windows(rates, seed: 3))
        let passed = first.passedOn
        #expect(passed.windows == 0 && abs(passed.effect.ratio - first.effect.ratio) < 1e-9)
        // Too few windows of its own, with ten times as many rows.
        let next = Self.spread(Self.windows([0.1, 0.1, 0.1], rows: 2000, seed: 4), after: passed)
        #expect(abs(next.effect.ratio - (1 + 10 * (first.effect.ratio - 1))) < 1e-9)
        #expect(abs(next.passedOn.effect.ratio - next.effect.ratio) < 1e-9)
        // In units of which a loss is a thousand.
        let scaled = Self.windows(rates, seed: 5).map {
            WindowLoss(rows: $0.rows, total: $0.total * 1000, squares: $0.squares * 1e6)
        }
        let both = Self.spread(scaled, after: passed).effect
        #expect(abs(both.ratio - first.effect.ratio) < 2, "\(both) \(first.effect)")
        #expect(both.degreesOfFreedom > 1.9 * first.effect.degreesOfFreedom)
        // A model without windows forgets nothing.
        #expect(passed.passedOn == passed)
    }

    @Test func `does not take a change of the loss for the variance of its rows`() {
        // Numbers with a standard deviation of 0.1 that jump by 3: within windows they vary as before.
        var random = Xoshiro256StarStar(seed: 6)
        let windows = (0..<400).map { window in
            let mean = (window < 333 ? 1 : 4) + 0.02 * random.normal()
            return WindowLoss((0..<200).map { _ in mean + 0.1 * random.normal() })
        }
        let ratio = Self.spread(windows).passedOn.effect.ratio
        #expect((7...15).contains(ratio), "\(ratio)")
    }

    @Test func `says nothing of too few windows, of none, or of numbers that are none, and can be kept`() throws {
        var spread = Self.spread(Self.windows([0.01, 0.5, 0.01, 0.5], seed: 4))
        #expect(spread.effect.ratio == 1)
        let same = spread
        spread.observe(.none)
        spread.observe(WindowLoss(rows: 5, total: .nan, squares: 1))
        #expect(spread == same && spread.windows == 4)
        for largest in [1.3e153, 1e150, 1e-170] {
            var huge = WindowSpread()
            for loss in [0, largest, 0, largest, 0, largest, 0, largest, 0, largest] {
                huge.observe(WindowLoss(Array(repeating: loss, count: 99) + [0]))
            }
            #expect(huge.effect.ratio.isFinite)
            let next = Self.spread([WindowLoss(rows: 1e12, total: 1, squares: 1)], after: huge.passedOn)
            for kept in [huge, huge.passedOn, next, next.passedOn] {
                let encoded = try JSONEncoder().encode(kept)
                #expect(try JSONDecoder().decode(WindowSpread.self, from: encoded) == kept)
            }
        }
    }
}
