import MLOpsStatistics

/// What one worker has seen of a text column: exact counts of its categories, or when they are more than 10,000, sketches.
///
/// Which of the two depends on all values together, and so does what the sketches say: neither on batches nor workers.
struct TextAccumulator: Sendable {
    static let sampleCapacity = 1 << 12

    private(set) var special = SpecialCounts()
    private(set) var values = 0
    private(set) var content = Content.counted(CountedTexts())
    private var countedLengths = TextLengths()
    private var cache = ShortTextCache()

    enum Content: Sendable {
        case counted(CountedTexts)
        case sketched(SketchedTexts)
    }

    /// Rows of a lower level are not sampled.
    var sampleLevel: Int {
        switch content {
        case .counted(let texts): texts.sample.level
        case .sketched(let texts): texts.sample.level
        }
    }

    var rows: Int { values + special.total }

    var lengths: TextLengths {
        guard case .counted(let texts) = content else { return countedLengths }
        var lengths = countedLengths
        lengths.merge(texts.lengths)
        return lengths
    }

    mutating func add(nulls: Int) { special.nulls += nulls }

    mutating func add(_ column: Column, _ candidates: SampledRows) {
        special.nulls += column.nullCount
        special.invalid += column.invalidCount
        values += column.text.cellCount - column.nullCount - column.invalidCount
        column.withStates { states in
            column.text.bytes.withUnsafeBufferPointer { bytes in
                column.text.offsets.withUnsafeBufferPointer { offsets in
                    add(TextBatch(bytes: bytes, offsets: offsets, states: states), candidates)
                }
            }
        }
    }

    mutating func merge(_ other: TextAccumulator) {
        special.add(other.special)
        values += other.values
        var other = other
        if case .sketched = content { other.sketch() }
        if case .sketched = other.content { sketch() }
        // Only now: those of counted texts have moved here.
        countedLengths.merge(other.countedLengths)
        switch (content, other.content) {
        case (.counted(var mine), .counted(let theirs)):
            content = .vacant
            mine.merge(theirs)
            content = .counted(mine)
            if mine.isFull { sketch() }
        case (.sketched(var mine), .sketched(let theirs)):
            content = .vacant
            mine.merge(theirs)
            content = .sketched(mine)
        default: preconditionFailure("one side counts and the other does not")
        }
    }

    private mutating func add(_ batch: TextBatch, _ candidates: SampledRows) {
        var next = 0
        if case .counted(var texts) = content {
            content = .vacant
            next = texts.add(batch, candidates, cache: &cache)
            content = .counted(texts)
            if texts.isFull { sketch() }
        }
        if next < batch.count, case .sketched(var texts) = content {
            content = .vacant
            texts.add(batch, from: next, candidates, lengths: &countedLengths)
            content = .sketched(texts)
        }
    }

    private mutating func sketch() {
        guard case .counted(let texts) = content else { return }
        countedLengths.merge(texts.lengths)
        content = .sketched(SketchedTexts(texts))
    }
}

extension TextAccumulator.Content {
    // Stands in while the content changes, so that it is not copied.
    fileprivate static let vacant = Self.counted(CountedTexts())
}
