import MLOpsStatistics
import Testing

@Suite struct `Sketches` {
    @Test(arguments: [10, 1000, 100_000]) func `HyperLogLog is within four standard errors`(count: Int) {
        var sketch = HyperLogLog(precision: 12)
        for value in 0..<count { for _ in 0..<2 { sketch.add(hash: SplitMix64.mix(UInt64(value) &+ 77)) } }
        #expect(abs(sketch.estimate / Double(count) - 1) < 4 * sketch.relativeError)
    }

    @Test func `HyperLogLog of nothing is 0, and merging is exact`() {
        var (whole, first, second) = (HyperLogLog(), HyperLogLog(), HyperLogLog())
        #expect(whole.estimate == 0)
        for value in 0..<5000 {
            let hash = SplitMix64.mix(UInt64(value))
            whole.add(hash: hash)
            if value % 3 == 0 { first.add(hash: hash) } else { second.add(hash: hash) }
        }
        first.merge(second)
        #expect(first == whole)
    }

    @Test func `HyperLogLog has the same registers whether numbers come one by one or many at once`() {
        var random = Xoshiro256StarStar(seed: 5)
        let values =
            [0, -0.0, 1, -1, .greatestFiniteMagnitude, .leastNonzeroMagnitude] + (0..<5000).map { _ in random.normal() }
        var (singly, together) = (HyperLogLog(), HyperLogLog())
        for value in values { singly.add(hash: SplitMix64.mix((value + 0).bitPattern)) }
        values.withUnsafeBufferPointer { together.add($0) }
        #expect(together == singly)
        #expect(abs(together.estimate / 5005 - 1) < 4 * together.relativeError)
    }

    @Test(arguments: [UInt64](1...4)) func `KLL keeps ranks within its error`(seed: UInt64) throws {
        var random = Xoshiro256StarStar(seed: seed)
        let values = (0..<200_000).map { _ in random.normal() * random.normal() }
        var sketch = KLL(k: 1024, seed: seed)
        for value in values { sketch.add(value) }
        try expectRanks(sketch, values, within: 0.0027)
    }

    @Test func `KLL keeps ranks after merging many parts, and the weight of all`() throws {
        var random = Xoshiro256StarStar(seed: 9)
        let values = (0..<200_000).map { _ in random.uniform() }
        var sketch = KLL()
        for start in stride(from: 0, to: values.count, by: 5000) {
            var part = KLL(seed: UInt64(start))
            for value in values[start..<start + 5000] { part.add(value) }
            sketch.merge(part)
        }
        #expect(sketch.weighted.reduce(0) { $0 + $1.weight } == values.count)
        #expect(sketch.weighted.count < 8 * 1024)
        try expectRanks(sketch, values, within: 0.004)
    }

    @Test func `KLL is exact while everything fits`() {
        var sketch = KLL(k: 100)
        for value in [3.0, 1, 2] { sketch.add(value) }
        #expect(sketch.quantile(0.5) == 2)
        #expect(sketch.quantile(1) == 3)
    }

    @Test func `SpaceSaving keeps every frequent string, within its bounds`() {
        var random = Xoshiro256StarStar(seed: 4)
        var truth: [String: Int] = [:]
        var (first, second) = (SpaceSaving(capacity: 100), SpaceSaving(capacity: 100))
        for index in 0..<40_000 {
            let word = random.uniform() < 0.4 ? "w\(random.below(10))" : "rare\(random.below(5000))"
            truth[word, default: 0] += 1
            if index % 2 == 0 { add(word, to: &first) } else { add(word, to: &second) }
        }
        first.merge(second)
        #expect(first.total == 40_000)
        let top = first.items.prefix(10).map { String(decoding: $0.value, as: UTF8.self) }
        #expect(Set(top) == Set((0..<10).map { "w\($0)" }))
        for item in first.items {
            let count = truth[String(decoding: item.value, as: UTF8.self), default: 0]
            #expect(item.count >= count && item.count - item.overcount <= count)
        }
    }

    private func add(_ word: String, to sketch: inout SpaceSaving) {
        Array(word.utf8).withUnsafeBufferPointer { sketch.add($0) }
    }

    private func expectRanks(_ sketch: KLL, _ values: [Double], within error: Double) throws {
        let sorted = values.sorted()
        for q in [0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999] {
            let value = try #require(sketch.quantile(q))
            let rank = Double(sorted.count { $0 <= value }) / Double(sorted.count)
            #expect(abs(rank - q) < error, "rank of \(q) is \(rank)")
        }
    }
}
