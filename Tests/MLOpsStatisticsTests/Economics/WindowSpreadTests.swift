import MLOpsCalibration
import Testing

@testable import MLOpsStatistics

@Suite struct `How much windows vary` {
    private static func windows(_ rates: [Double], seed: UInt64) -> [WindowLoss] {
        var random = Xoshiro256StarStar(seed: seed)
        return rates.map { rate in WindowLoss(rows: 200, errors: (0..<200).count { _ in random.uniform() < rate }) }
    }

    private static func spread(_ windows: [WindowLoss]) -> WindowSpread {
        var spread = WindowSpread()
        for window in windows { spread.observe(window) }
        return spread
    }

    private static func variance(_ windows: [WindowLoss]) -> Double { windows.reduce(.none, +).variance }

    @Test func `is what their rows explain where rows are independent, even when the rate changed once`() {
        var found = 0
        for seed in 0..<100 {
            let windows = Self.windows((0..<50).map { $0 < 30 ? 0.1 : 0.15 }, seed: UInt64(seed))
            if Self.spread(windows).effect(variance: Self.variance(windows)) != .none { found += 1 }
        }
        // Five sizes at a thousandth each, and a change in the middle of a batch is two differences.
        #expect(Band.isConsistent(found, withMeanAtMost: 3), "\(found)")
    }

    @Test func `shows in a single window, or in some together`() {
        // Every second window at 0.05 and at 0.15: half a squared difference is 0.005, beside 0.09/200 by chance.
        let alternating = Self.windows((0..<400).map { $0 % 2 == 0 ? 0.05 : 0.15 }, seed: 1)
        let effect = Self.spread(alternating).effect(variance: 0.09)
        #expect(abs(effect.ratio - (0.005 + 0.00044) / 0.00045) < 1, "\(effect)")
        #expect(abs(effect.degreesOfFreedom - 398 * 2 / 3) < 1e-9)
        // Ten windows each: single ones hardly differ from their neighbours.
        let slow = Self.windows((0..<400).map { $0 / 10 % 2 == 0 ? 0.08 : 0.12 }, seed: 2)
        let together = Self.spread(slow).effect(variance: 0.09)
        #expect(abs(together.ratio - (0.0008 + 0.000045) / 0.000045) < 6, "\(together)")
        #expect(abs(together.degreesOfFreedom - 38 * 2 / 3) < 1e-9)
    }

    @Test func `is passed on as a share, with what was passed on before`() {
        let first = Self.spread(Self.windows((0..<40).map { $0 % 2 == 0 ? 0.05 : 0.15 }, seed: 3))
        let known = first.effect(variance: 0.09)
        var next = first.passedOn(variance: 0.09)
        #expect(next.windows == 0)
        #expect(abs(next.effect(variance: 0.01).ratio - known.ratio) < 1e-9)
        // Of rows that vary a hundred times as much the same ratio.
        next.observe(WindowLoss(rows: 200, total: 200, squares: 2000))
        next.observe(WindowLoss(rows: 200, total: 600, squares: 4000))
        next.observe(WindowLoss(rows: 200, total: 400, squares: 3000))
        next.observe(WindowLoss(rows: 200, total: 200, squares: 2000))
        // Of three squares of normal variates the largest is 2.113 on average.
        let share = 2 / (3 - 2.1128785)
        let last = next.passedOn(variance: 9).effect(variance: 1)
        #expect(abs(last.ratio - (known.ratio * 38 + share * 200 / 9) / 40) < 1e-6)
    }

    @Test func `says nothing of too few windows, of none, or of numbers that are none`() {
        var spread = Self.spread(Self.windows([0.01, 0.5, 0.01, 0.5], seed: 4))
        #expect(spread.effect(variance: 0.09) == .none)
        let same = spread
        spread.observe(.none)
        spread.observe(WindowLoss(rows: 5, total: .nan, squares: 1))
        #expect(spread == same && spread.windows == 4)
        for total in [1e150, 0, 1e150, 0, 1e150, 0] {
            spread.observe(WindowLoss(rows: 1e10, total: total * 1e5, squares: total * total))
        }
        #expect(spread.effect(variance: 1e-300).ratio.isFinite)
        #expect(spread.effect(variance: 0) == .none && spread.effect(variance: .nan) == .none)
    }
}
