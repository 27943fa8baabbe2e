/// The profiles of all columns in a window of rows, in the order of the reference; windows add and subtract exactly.
package struct WindowProfile: Sendable, Equatable {
    package private(set) var columns: [ColumnProfile]

    package init(columns: [ColumnProfile]) { self.columns = columns }

    package mutating func merge(_ other: WindowProfile) {
        precondition(columns.count == other.columns.count, "windows add up only on the same columns")
        other.columns.withUnsafeBufferPointer { theirs in
            for index in columns.indices { columns[index].merge(theirs[index]) }
        }
    }

    /// Undoes a ``merge(_:)``.
    package mutating func subtract(_ other: WindowProfile) {
        precondition(columns.count == other.columns.count, "windows subtract only on the same columns")
        other.columns.withUnsafeBufferPointer { theirs in
            for index in columns.indices { columns[index].subtract(theirs[index]) }
        }
    }

    /// Changes one column, without copying it.
    package mutating func withColumn(_ index: Int, _ change: (inout ColumnProfile) -> Void) { change(&columns[index]) }

    package var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.write(columns.count)
        for column in columns { column.encode(into: &writer) }
        return writer.bytes
    }

    /// Adds an encoded window of the same reference, without building it; after an error the window is useless.
    package mutating func merge(encoded bytes: [UInt8]) throws(MalformedProfile) {
        var reader = ByteReader(bytes)
        guard try reader.number(upTo: columns.count) == columns.count else {
            throw reader.malformed("the number of columns")
        }
        for index in columns.indices { try columns[index].merge(encoded: &reader) }
        try reader.end()
    }
}
