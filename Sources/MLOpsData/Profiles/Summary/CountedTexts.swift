import MLOpsStatistics

/// Every category of a text column with its count, as long as there are few enough.
struct CountedTexts: Sendable {
    private(set) var dictionary = ByteDictionary()
    private(set) var counts: [Int] = []
    /// The numbers of the categories in the sampled rows, in case that there will be too many to count.
    private(set) var sample = ValueSample<UInt32>(capacity: TextAccumulator.sampleCapacity)

    /// Whether there are more categories than a profile has cells for.
    var isFull: Bool { counts.count > CategoryCells.maximumCategories }

    var lengths: TextLengths {
        var lengths = TextLengths()
        for number in counts.indices { lengths.add(dictionary.string(number), occurrences: counts[number]) }
        return lengths
    }

    /// Adds rows until there are too many categories; returns the number of the first row that was not looked at.
    ///
    /// - Parameter cache: of these texts and no others.
    mutating func add(_ batch: TextBatch, _ candidates: SampledRows, cache: inout ShortTextCache) -> Int {
        cache.withTable { table in
            let end = count(batch, table)
            for (row, level) in zip(candidates.rows, candidates.levels) where row < end && batch.hasValue(row) {
                sample.add(UInt32(truncatingIfNeeded: number(batch, row, table)), level: level)
            }
            return end
        }
    }

    private mutating func count(_ batch: TextBatch, _ table: ShortTextCache.Table) -> Int {
        for row in 0..<batch.count where batch.hasValue(row) {
            counts[number(batch, row, table)] &+= 1
            // As `isFull`, of which each asking would copy all of this.
            if counts.count > CategoryCells.maximumCategories { return row + 1 }
        }
        return batch.count
    }

    @inline(__always)
    private mutating func number(_ batch: TextBatch, _ row: Int, _ table: ShortTextCache.Table) -> Int {
        table.number(of: batch.bytes, from: Int(batch.offsets[row]), to: Int(batch.offsets[row + 1])) { text in
            TextKey.with(text) { insert($0) }
        }
    }

    mutating func merge(_ other: CountedTexts) {
        let numbers = other.counts.indices.map { number in
            let mine = other.dictionary.string(number).withUnsafeBufferPointer { insert($0) }
            counts[mine] += other.counts[number]
            return mine
        }
        sample.merge(other.sample.map { UInt32(truncatingIfNeeded: numbers[Int($0)]) })
    }

    private mutating func insert(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        let number = dictionary.insert(text, hash: ByteHash.of(text))
        if number == counts.count { counts.append(0) }
        return number
    }
}
