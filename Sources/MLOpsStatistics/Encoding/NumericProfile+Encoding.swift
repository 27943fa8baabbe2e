extension NumericProfile {
    // More rows than any window has, and few enough that sums of many windows stay far from overflow.
    static let maximumCount = 1 << 36

    func encode(into writer: inout ByteWriter) {
        for count in special.inOrder { writer.write(count) }
        for (cell, count) in counts.enumerated() {
            writer.write(count)
            if count > 0, cells.scales[cell] > 0 { writer.write(positions[cell]) }
        }
        moments.sum.encode(into: &writer)
        moments.squares.encode(into: &writer)
        if counts[0] > 0 { belowAll.encode(into: &writer) }
        if counts[cells.count - 1] > 0 { aboveAll.encode(into: &writer) }
    }

    /// Adds an encoded profile of the same cells, without building it; after an error the profile is useless.
    package mutating func merge(encoded reader: inout ByteReader) throws(MalformedProfile) {
        try mergeSpecial(&reader)
        let rows = try mergeCounts(&reader)
        guard moments.count + rows.finite <= Self.maximumCount * 4 else { throw reader.malformed("a number of rows") }
        try moments.merge(count: rows.finite, encoded: &reader)
        if rows.below > 0 { try belowAll.merge(encoded: &reader) }
        if rows.above > 0 { try aboveAll.merge(encoded: &reader) }
    }

    private mutating func mergeSpecial(_ reader: inout ByteReader) throws(MalformedProfile) {
        special.nulls += try reader.number(upTo: Self.maximumCount)
        special.invalid += try reader.number(upTo: Self.maximumCount)
        special.nans += try reader.number(upTo: Self.maximumCount)
        special.positiveInfinities += try reader.number(upTo: Self.maximumCount)
        special.negativeInfinities += try reader.number(upTo: Self.maximumCount)
        guard special.total <= Self.maximumCount * 4 else { throw reader.malformed("a number of rows") }
    }

    private mutating func mergeCounts(
        _ reader: inout ByteReader
    ) throws(MalformedProfile) -> (finite: Int, below: Int, above: Int) {
        let (top, scales) = (cells.count - 1, cells.scales)
        var finite = 0
        let before = (below: counts[0], above: counts[top])
        try counts.withUnsafeMutableBufferPointer { counts throws(MalformedProfile) in
            try positions.withUnsafeMutableBufferPointer { positions throws(MalformedProfile) in
                for cell in 0...top {
                    let count = try reader.number(upTo: Self.maximumCount)
                    guard count > 0 else { continue }
                    counts[cell] += count
                    finite += count
                    if scales[cell] > 0 { positions[cell] &+= try reader.number(upTo: count << 24) }
                }
            }
        }
        return (finite, counts[0] - before.below, counts[top] - before.above)
    }
}

extension ExactMoments {
    mutating func merge(count: Int, encoded reader: inout ByteReader) throws(MalformedProfile) {
        self.count += count
        try sum.merge(encoded: &reader)
        try squares.merge(encoded: &reader)
    }
}
