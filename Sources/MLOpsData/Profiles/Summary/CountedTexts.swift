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
    mutating func add(_ batch: TextBatch, _ candidates: SampledRows) -> Int {
        var nextCandidate = 0
        for row in 0..<batch.count where batch.hasValue(row) {
            let number = TextKey.with(batch[row]) { add($0, 1) }
            while nextCandidate < candidates.rows.count, candidates.rows[nextCandidate] < row { nextCandidate += 1 }
            if nextCandidate < candidates.rows.count, candidates.rows[nextCandidate] == row {
                sample.add(UInt32(truncatingIfNeeded: number), level: candidates.levels[nextCandidate])
            }
            if isFull { return row + 1 }
        }
        return batch.count
    }

    mutating func merge(_ other: CountedTexts) {
        let numbers = other.counts.indices.map { number in
            other.dictionary.string(number).withUnsafeBufferPointer { add($0, other.counts[number]) }
        }
        sample.merge(other.sample.map { UInt32(truncatingIfNeeded: numbers[Int($0)]) })
    }

    @discardableResult
    private mutating func add(_ text: UnsafeBufferPointer<UInt8>, _ occurrences: Int) -> Int {
        let number = dictionary.insert(text, hash: ByteHash.of(text))
        if number == counts.count { counts.append(0) }
        counts[number] += occurrences
        return number
    }
}
