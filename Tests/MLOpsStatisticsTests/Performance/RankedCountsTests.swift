@testable import MLOpsStatistics
import Testing

@Suite struct `Ranked counts` {
    @Test func `keep values, their order and their ties`() {
        let values: [Double] = [
            3, -1, 0, -0.0, 1e300, -1e300, Double.leastNonzeroMagnitude, -Double.leastNonzeroMagnitude, .infinity,
            -.infinity, 0.1, 3,
        ]
        var counts = RankedCounts()
        for (index, value) in values.enumerated() { counts.add(value, isPositive: index % 2 == 0) }
        let settled = counts.settled
        let kept: [Double] = settled.cells.map { settled.value($0) }
        #expect(kept == Set(values).sorted())
        #expect(settled.cells.map(\.count).reduce(0, +) == values.count)
        #expect(settled.dropped == 0)
    }

    @Test func `of very many values drop the same lowest bits whatever the order, and lose little`() {
        var random = Xoshiro256StarStar(seed: 2)
        let rows = (0..<100_000).map { _ -> (Double, Bool) in
            let isPositive = random.uniform() < 0.4
            return ((random.uniform() + (isPositive ? 0.3 : 0)) / 1.3, isPositive)
        }
        func counts(_ rows: some Sequence<(Double, Bool)>) -> RankedCounts {
            var counts = RankedCounts()
            for (value, isPositive) in rows { counts.add(value, isPositive: isPositive) }
            return counts
        }
        let whole = counts(rows)
        #expect(whole.settled.cells.count <= RankedCounts.mostCells)
        #expect(whole.settled.dropped > 0)
        #expect(whole == counts(rows.reversed()))
        var merged = counts(rows[60_000...])
        merged.merge(counts(rows[..<1000]))
        merged.merge(counts(rows[1000..<60_000]))
        #expect(whole == merged)
        let exact = DeLong(scores: rows.map(\.0), isPositive: rows.map(\.1))
        let area = ScoreCurve(whole).area.value ?? 0
        #expect(abs(area - (exact?.area ?? 1)) < 1e-6, "\(area)")
    }
}
