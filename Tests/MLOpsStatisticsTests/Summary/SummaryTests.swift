import MLOpsStatistics
import Testing

@Suite struct `Summaries` {
    @Test func `of numbers do not depend on batches, workers or the order of merging`() {
        let values = numbers(30_000)
        let whole = summary(values, capacity: 1000, batches: [0..<values.count])
        var random = Xoshiro256StarStar(seed: 8)
        for _ in 0..<4 {
            var workers = [NumericSummary](repeating: NumericSummary(sampleCapacity: 1000), count: 3)
            var start = 0
            while start < values.count {
                let end = min(values.count, start + 1 + random.below(4000))
                add(values, start..<end, to: &workers[random.below(3)])
                start = end
            }
            workers[0].merge(workers[2])
            workers[1].merge(workers[0])
            #expect(workers[1].quantiles([0.1, 0.5]) == whole.quantiles([0.1, 0.5]))
            #expect(workers[1].cells == whole.cells)
            #expect(workers[1].moments == whole.moments)
            #expect(workers[1].distinctCount == whole.distinctCount)
            #expect(workers[1].skewness == whole.skewness)
        }
    }

    @Test func `of few numbers are exact`() throws {
        let summary = summary([5, 1, 0, -2, 3, 3, .nan, .infinity], capacity: 1000, batches: [0..<3, 3..<8])
        #expect(summary.isExact)
        #expect(summary.distinctCount == 5)
        #expect((summary.minimum, summary.maximum) == (-2, 5))
        #expect((summary.zeros, summary.negatives) == (1, 1))
        #expect(summary.quantiles([0, 0.5, 1]) == [-2, 2, 5])
        #expect(summary.moments.mean == 10.0 / 6)
        #expect(summary.topValues(1).map(\.value) == [3])
        #expect(summary.topValues(1).map(\.count) == [2])
    }

    @Test func `have quantiles that never leave the values beside them, and never fall`() {
        let shares = (1..<1000).map { Double($0) / 1000 }
        let (near, tiny) = (2024.0, 2024 * Double.leastNonzeroMagnitude)
        let samples: [[Double]] = [
            [near, near], [-near, -near, -near], [near, near.nextUp], [near, near.nextUp, near.nextUp.nextUp],
            [0.1, 0.1, 0.1.nextUp], [-.greatestFiniteMagnitude, .greatestFiniteMagnitude], [-tiny, 0, tiny],
        ]
        for sample in samples {
            let quantiles = shares.map(sample.orderedQuantile)
            #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 <= $1 }, "\(sample)")
            #expect(quantiles.allSatisfy { sample[0] <= $0 && $0 <= sample[sample.count - 1] }, "\(sample)")
        }
        #expect([-.greatestFiniteMagnitude, .greatestFiniteMagnitude].orderedQuantile(0.5) == 0)
        #expect([1, 2, 4].orderedQuantile(0.75) == 3)
    }

    @Test func `of nothing have no figures`() {
        let summary = NumericSummary()
        #expect(summary.quantiles([0.5]) == nil)
        #expect(summary.minimum == nil && summary.moments.mean == nil && summary.skewness == nil)
        #expect(summary.distinctCount == 0)
        #expect(summary.cells.count == 1)
    }

    @Test func `of many numbers estimate quantiles, distinct and frequent values`() throws {
        let values = numbers(60_000)
        let summary = summary(values, capacity: 4096, batches: [0..<values.count])
        let sorted = values.sorted()
        for (q, value) in zip([0.1, 0.5], try #require(summary.quantiles([0.1, 0.5]))) {
            let rank = Double(sorted.count { $0 <= value }) / Double(sorted.count)
            #expect(abs(rank - q) < 0.03)
        }
        let distinct = Double(Set(values).count)
        #expect(abs(summary.distinctCount / distinct - 1) < 4 * summary.distinctError)
        let top = try #require(summary.topValues(3).first)
        #expect(top.value == 7)
        #expect(abs(Double(top.count) / 60_000 - 0.2) < 0.04)
    }

    @Test func `fit cells that leave the far ones empty`() {
        let values = numbers(60_000)
        let summary = summary(values, capacity: 2000, batches: [0..<values.count])
        var profile = NumericProfile(cells: summary.cells)
        profile.add(values)
        #expect(profile.counts[0] == 0)
        #expect(profile.counts[profile.cells.count - 1] == 0)
    }

    @Test func `of categories count all of few, and the frequent of many`() {
        var few = CategorySummary()
        add(["b", "a", "b", ""], to: &few)
        #expect(few.isExact)
        #expect(few.distinctCount == 3)
        #expect((0..<few.cells.listed).map(few.cells.name) == ["", "a", "b"])
        #expect(few.topValues(1).map(\.count) == [2])

        var many = CategorySummary()
        add((0..<50_000).map { $0 % 5 == 0 ? "common" : "id\($0)" }, to: &many)
        #expect(!many.isExact)
        #expect(many.cells.isTruncated)
        #expect(many.cells.listed == CategorySummary.keptOfMany)
        #expect(String(decoding: many.topValues(1).first?.value ?? [], as: UTF8.self) == "common")
        #expect(abs(many.distinctCount / 40_001 - 1) < 4 * many.distinctError)
    }

    private func numbers(_ count: Int) -> [Double] {
        var random = Xoshiro256StarStar(seed: 12)
        return (0..<count).map { _ in random.uniform() < 0.2 ? 7 : random.normal() }
    }

    private func summary(_ values: [Double], capacity: Int, batches: [Range<Int>]) -> NumericSummary {
        var summary = NumericSummary(sampleCapacity: capacity)
        for batch in batches { add(values, batch, to: &summary) }
        return summary
    }

    private func add(_ values: [Double], _ rows: Range<Int>, to summary: inout NumericSummary) {
        values.withUnsafeBufferPointer {
            summary.add(numbers: UnsafeBufferPointer(rebasing: $0[rows]), firstRow: rows.lowerBound)
        }
    }

    private func add(_ words: [String], to summary: inout CategorySummary) {
        for word in words { Array(word.utf8).withUnsafeBufferPointer { summary.add(value: $0, count: 1) } }
    }
}
