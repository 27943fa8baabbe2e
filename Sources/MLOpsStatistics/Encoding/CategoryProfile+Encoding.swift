extension CategoryProfile {
    /// Writes the nulls, and each cell with values as its distance from the one before and its count.
    func encode(into writer: inout ByteWriter) {
        writer.write(nulls)
        writer.write(invalid)
        writer.write(counts.reduce(0) { $0 + ($1 > 0 ? 1 : 0) })
        var previous = -1
        for (cell, count) in counts.enumerated() where count > 0 {
            writer.write(cell - previous - 1)
            writer.write(count)
            previous = cell
        }
    }

    /// Adds an encoded profile of the same cells; after an error the profile is useless.
    package mutating func merge(encoded reader: inout ByteReader) throws(MalformedProfile) {
        let limit = NumericProfile.maximumCount
        nulls += try reader.number(upTo: limit)
        invalid += try reader.number(upTo: limit)
        guard nulls <= 4 * limit, invalid <= 4 * limit else { throw reader.malformed("a number of rows") }
        let filled = try reader.number(upTo: counts.count)
        var cell = -1
        try counts.withUnsafeMutableBufferPointer { counts throws(MalformedProfile) in
            for _ in 0..<filled {
                cell += 1 + (try reader.number(upTo: counts.count))
                guard cell < counts.count else { throw reader.malformed("a cell of the column") }
                counts[cell] += try reader.number(upTo: limit)
                guard counts[cell] <= 4 * limit else { throw reader.malformed("a number of rows") }
            }
        }
    }
}
