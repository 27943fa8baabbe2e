/// Values as they are stored, before they become cells; which array is filled depends on the physical type.
struct PhysicalValues {
    var integers: [Int64] = []
    var doubles: [Double] = []
    var text = TextCells()

    init() { text.removeAll() }

    var count: Int { max(integers.count, doubles.count, text.cellCount) }

    /// Makes room for exactly so many more: growing by doubling would cost a dictionary twice its size for ever.
    mutating func reserve(_ count: Int, _ physical: ParquetSchemaElement.Physical) {
        switch physical {
        case .float, .double: doubles.reserveCapacity(doubles.count + count)
        case .boolean, .int32, .int64, .int96: integers.reserveCapacity(integers.count + count)
        case .byteArray, .fixedByteArray: break
        }
    }

    mutating func removeAll() {
        integers.removeAll(keepingCapacity: true)
        doubles.removeAll(keepingCapacity: true)
        text.removeAll()
    }

    /// Appends the dictionary's values that indices say.
    mutating func append(from dictionary: PhysicalValues, _ indices: UnsafeBufferPointer<UInt32>) throws(DataError) {
        let count = UInt32(truncatingIfNeeded: dictionary.count)
        guard indices.allSatisfy({ $0 < count }) else {
            throw DataError(.malformed("a page has values that its dictionary has not"))
        }
        if !dictionary.integers.isEmpty {
            Self.append(from: dictionary.integers, indices, to: &integers)
        } else if !dictionary.doubles.isEmpty {
            Self.append(from: dictionary.doubles, indices, to: &doubles)
        } else {
            try appendText(dictionary.text, indices)
        }
    }

    /// The indices must be checked.
    private static func append<Value: BitwiseCopyable & ExpressibleByIntegerLiteral>(
        from dictionary: [Value], _ indices: UnsafeBufferPointer<UInt32>, to values: inout [Value]
    ) {
        let first = values.count
        values.append(contentsOf: repeatElement(0, count: indices.count))
        values.withUnsafeMutableBufferPointer { values in
            dictionary.withUnsafeBufferPointer { dictionary in
                for index in 0..<indices.count { values[first + index] = dictionary[Int(indices[index])] }
            }
        }
    }

    private mutating func appendText(
        _ cells: TextCells, _ indices: UnsafeBufferPointer<UInt32>
    ) throws(DataError) {
        var length = 0
        for index in indices { length += Int(cells.offsets[Int(index) + 1] - cells.offsets[Int(index)]) }
        guard length <= Self.maximumBytes else { throw DataError(.limit(.pageBytes, Int64(Self.maximumBytes))) }
        cells.bytes.withUnsafeBytes { bytes in
            text.appendCells(indices.count, bytesAtMost: length) { writer in
                for index in indices {
                    let range = Int(cells.offsets[Int(index)])..<Int(cells.offsets[Int(index) + 1])
                    writer.append(bytesAtMost: range.count) { target in
                        target.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[range]))
                        return range.count
                    }
                }
            }
        }
    }

    /// Of the text of one batch of a column.
    static let maximumBytes = 1 << 28
}
