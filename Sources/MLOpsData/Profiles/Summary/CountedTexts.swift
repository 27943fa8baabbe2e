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
            var nextCandidate = 0
            for row in 0..<batch.count where batch.hasValue(row) {
                let (start, end) = (Int(batch.offsets[row]), Int(batch.offsets[row + 1]))
                let number = table.number(of: batch.bytes, from: start, to: end) { text in
                    TextKey.with(text) { insert($0) }
                }
                counts[number] &+= 1
                while nextCandidate < candidates.rows.count, candidates.rows[nextCandidate] < row { nextCandidate += 1 }
                if nextCandidate < candidates.rows.count, candidates.rows[nextCandidate] == row {
                    sample.add(UInt32(truncatingIfNeeded: number), level: candidates.levels[nextCandidate])
                }
                if isFull { return row + 1 }
            }
            return batch.count
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
