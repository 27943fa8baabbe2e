/// Reads PLAIN: one value after another, the lowest byte first.
struct PlainDecoder {
    private var bytes: PageBytes
    private let physical: ParquetSchemaElement.Physical
    private let typeLength: Int
    private let limits: DataLimits
    private var bit = 0

    init(_ bytes: PageBytes, _ leaf: ParquetLeaf, limits: DataLimits) {
        self.bytes = bytes
        physical = leaf.physical
        typeLength = leaf.typeLength
        self.limits = limits
    }

    mutating func read(_ count: Int, into values: inout PhysicalValues) throws(DataError) {
        switch physical {
        case .boolean: try readBits(count, into: &values)
        case .int32:
            try readFixed(count, 4, &values) { bytes, values in
                for index in 0..<count {
                    let value = bytes.loadUnaligned(fromByteOffset: index &* 4, as: Int32.self)
                    values.integers.append(Int64(Int32(littleEndian: value)))
                }
            }
        case .int64:
            try readFixed(count, 8, &values) { bytes, values in
                Self.append(bytes, count, to: &values.integers)
            }
        case .float:
            try readFixed(count, 4, &values) { bytes, values in
                for index in 0..<count {
                    let value = bytes.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self)
                    values.doubles.append(Double(Float(bitPattern: UInt32(littleEndian: value))))
                }
            }
        case .double:
            try readFixed(count, 8, &values) { bytes, values in
                Self.append(bytes, count, to: &values.doubles)
            }
        case .int96:
            try readFixed(count, 12, &values) { bytes, values in
                for index in 0..<count { values.integers.append(Int96.microseconds(bytes, at: index * 12)) }
            }
        case .byteArray: for _ in 0..<count { try readCell(into: &values) }
        case .fixedByteArray:
            for _ in 0..<count { try bytes.take(typeLength) { values.text.append($0) } }
        }
    }

    /// Both sides are little-endian: mlopsd is made for such machines alone.
    private static func append<Value: BitwiseCopyable & ExpressibleByIntegerLiteral>(
        _ bytes: UnsafeRawBufferPointer, _ count: Int, to values: inout [Value]
    ) {
        let first = values.count
        values.append(contentsOf: repeatElement(0, count: count))
        values.withUnsafeMutableBytes { values in
            UnsafeMutableRawBufferPointer(rebasing: values[(first * 8)...]).copyMemory(from: bytes)
        }
    }

    private mutating func readFixed(
        _ count: Int, _ width: Int, _ values: inout PhysicalValues,
        _ body: (UnsafeRawBufferPointer, inout PhysicalValues) -> Void
    ) throws(DataError) {
        // No more values than the page has bytes, so this cannot overflow.
        guard count <= bytes.remaining / width else { throw PageBytes.broken }
        values.reserve(count, physical)
        try bytes.take(count * width) { body($0, &values) }
    }

    private mutating func readBits(_ count: Int, into values: inout PhysicalValues) throws(DataError) {
        let start = bytes.index
        guard bit + count <= bytes.remaining * 8 else { throw PageBytes.broken }
        try bytes.peek(start..<start + bytes.remaining) { packed in
            for index in bit..<bit + count { values.integers.append(Int64(packed[index >> 3] >> UInt8(index & 7) & 1)) }
        }
        bit += count
    }

    private mutating func readCell(into values: inout PhysicalValues) throws(DataError) {
        let count = Int(try bytes.takeUInt32())
        guard count <= bytes.remaining else { throw PageBytes.broken }
        guard count <= limits.cellBytes else { throw DataError(.limit(.cellBytes, Int64(limits.cellBytes))) }
        try bytes.take(count) { values.text.append($0) }
    }
}

/// The timestamps of Impala and of old Spark: nanoseconds of the day, then the Julian day.
enum Int96 {
    private static let julianDayOfEpoch: Int64 = 2_440_588

    static func microseconds(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int64 {
        let nanoseconds = Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self))
        let day = Int64(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: Int32.self)))
        let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1000)
        // A day is of 32 bits: the product fits in 64 bits only near our time, and is wrapped elsewhere.
        return (day - julianDayOfEpoch) &* CivilDay.microseconds &+ whole &- (rest < 0 ? 1 : 0)
    }
}
