/// Reads BYTE_STREAM_SPLIT: the first bytes of all values, then all second bytes, and so on.
struct ByteStreamSplitDecoder {
    private let bytes: [UInt8]
    private let leaf: ParquetLeaf
    private let width: Int
    private let count: Int
    private var next = 0

    init(_ page: PageBytes, _ leaf: ParquetLeaf) throws(DataError) {
        self.leaf = leaf
        switch leaf.physical {
        case .int32, .float: width = 4
        case .int64, .double: width = 8
        case .fixedByteArray: width = leaf.typeLength
        case .boolean, .int96, .byteArray:
            throw DataError(.malformed("BYTE_STREAM_SPLIT of values that have no fixed length"))
        }
        var page = page
        bytes = try page.take(page.remaining) { Array($0) }
        count = bytes.count / width
    }

    mutating func read(_ wanted: Int, into values: inout PhysicalValues) throws(DataError) {
        guard wanted <= count - next else { throw PageBytes.broken }
        var cell = [UInt8](repeating: 0, count: width)
        for index in next..<next + wanted {
            for stream in 0..<width { cell[stream] = bytes[stream * count + index] }
            cell.withUnsafeBytes { append($0, to: &values) }
        }
        next += wanted
    }

    private func append(_ cell: UnsafeRawBufferPointer, to values: inout PhysicalValues) {
        switch leaf.physical {
        case .int32: values.integers.append(Int64(Int32(littleEndian: cell.loadUnaligned(as: Int32.self))))
        case .int64: values.integers.append(Int64(littleEndian: cell.loadUnaligned(as: Int64.self)))
        case .float:
            values.doubles.append(Double(Float(bitPattern: UInt32(littleEndian: cell.loadUnaligned(as: UInt32.self)))))
        case .double:
            values.doubles.append(Double(bitPattern: UInt64(littleEndian: cell.loadUnaligned(as: UInt64.self))))
        case .fixedByteArray, .boolean, .int96, .byteArray: values.text.append(cell)
        }
    }
}
