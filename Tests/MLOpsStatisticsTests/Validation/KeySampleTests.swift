@testable import MLOpsStatistics
import Testing

@Suite struct `Keys` {
    static func sample(_ keys: some Sequence<(hash: UInt64, row: Int)>, capacity: Int) -> KeySample {
        var sample = KeySample(capacity: capacity)
        for key in keys { sample.add(hash: key.hash, row: key.row) }
        return sample
    }

    static func keys(_ rows: Range<Int>, distinct: Int) -> [(hash: UInt64, row: Int)] {
        rows.map { (SplitMix64.mix(UInt64($0 % distinct)), $0) }
    }

    @Test func `that repeat are counted exactly, with the row they repeat`() {
        let sample = Self.sample(Self.keys(0..<1100, distinct: 1000), capacity: 2000)
        #expect(sample.isExact && sample.distinct == 1000 && sample.duplicates == 100)
        #expect(sample.tally.examples.first == RowExample(row: 1001, value: "as row 1"))
        #expect(sample.tally.examples.map(\.row) == [1001, 1002, 1003, 1004, 1005])
    }

    @Test func `beyond the capacity are sampled with all their repetitions`() {
        let sample = Self.sample(Self.keys(0..<40_000, distinct: 20_000), capacity: 1000)
        #expect(!sample.isExact && sample.distinct <= 1000 && sample.distinct > 300)
        #expect(sample.duplicates == sample.distinct)
    }

    @Test(arguments: [64, 1000, 100_000]) func `do not depend on who saw them`(capacity: Int) {
        let all = Self.keys(0..<9000, distinct: 7000)
        let whole = Self.sample(all, capacity: capacity)
        var merged = Self.sample(all[6000...], capacity: capacity)
        merged.merge(Self.sample(all[..<2500], capacity: capacity))
        merged.merge(Self.sample(all[2500..<6000], capacity: capacity))
        #expect(merged.distinct == whole.distinct)
        #expect(merged.duplicates == whole.duplicates)
        #expect(merged.tally == whole.tally)
    }
}
