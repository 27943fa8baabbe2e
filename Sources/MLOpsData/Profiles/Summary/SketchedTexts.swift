import MLOpsStatistics

/// A text column of very many categories: how many about, and of the frequent ones about how often.
struct SketchedTexts: Sendable {
    private(set) var distinct = HyperLogLog()
    private(set) var counts = CountMinSketch()
    private(set) var sample: ValueSample<[UInt8]>

    init(_ counted: CountedTexts) {
        sample = counted.sample.map { Array(counted.dictionary.string(Int($0))) }
        for (number, occurrences) in counted.counts.enumerated() {
            counted.dictionary.string(number).withUnsafeBufferPointer { add(hash: ByteHash.of($0), occurrences) }
        }
    }

    mutating func add(
        _ batch: TextBatch, from first: Int, _ candidates: SampledRows, lengths: inout TextLengths
    ) {
        for row in first..<batch.count where batch.hasValue(row) {
            lengths.add(batch[row])
            TextKey.with(batch[row]) { add(hash: ByteHash.of($0), 1) }
        }
        for (row, level) in zip(candidates.rows, candidates.levels) where Int(level) >= sample.level {
            guard row >= first, batch.hasValue(row) else { continue }
            TextKey.with(batch[row]) { sample.add(Array($0), level: level) }
        }
    }

    mutating func merge(_ other: SketchedTexts) {
        distinct.merge(other.distinct)
        counts.merge(other.counts)
        sample.merge(other.sample)
    }

    /// The categories of the sampled rows, the most frequent of all rows first, equal counts in the order of bytes.
    var frequent: [(value: [UInt8], count: Int)] {
        Set(sample.values).map { value in
            (value, value.withUnsafeBufferPointer { counts.count(hash: ByteHash.of($0)) })
        }
        .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0.lexicographicallyPrecedes($1.0) }
    }

    private mutating func add(hash: UInt64, _ occurrences: Int) {
        distinct.add(hash: hash)
        counts.add(hash: hash, count: occurrences)
    }
}
