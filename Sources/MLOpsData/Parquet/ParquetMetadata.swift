/// A Parquet file's footer, as much of it as reading needs.
struct ParquetMetadata {
    var schema: [ParquetSchemaElement] = []
    var rowCount: Int64 = 0
    var rowGroups: [ParquetRowGroup] = []
    var isEncrypted = false

    /// A few bytes of a footer become some dozens in memory.
    private static let maximumElements = 100_000
    private static let maximumChunks = 1 << 19
    private static let tooMany = DataError(.unsupported("a footer with so many columns and row groups"))
    private static let magic = Array("PAR1".utf8)

    init(_ storage: any ByteStorage, limits: DataLimits) throws(DataError) {
        guard storage.byteCount >= 12, try storage.head(4) == Self.magic else {
            throw DataError(.malformed("it is not a Parquet file: it does not begin with PAR1"))
        }
        let end = try storage.bytes(at: storage.byteCount - 8, count: 8)
        guard Array(end[4...]) == Self.magic else {
            let words = end[4...].elementsEqual("PARE".utf8) ? "its footer is encrypted" : "it does not end with PAR1"
            throw DataError(.malformed("it is no whole Parquet file: \(words)"))
        }
        let count = end[..<4].reversed().reduce(0) { $0 << 8 | Int64($1) }
        guard count <= Int64(limits.metadataBytes) else {
            throw DataError(.limit(.metadataBytes, Int64(limits.metadataBytes)))
        }
        let start = storage.byteCount - 8 - count
        guard start >= 4 else { throw DataError(.malformed("its footer is longer than the file")) }
        let bytes = try storage.bytes(at: start, count: Int(count))
        try bytes.reading { buffer throws(DataError) in
            var reader = ThriftReader(buffer)
            do throws(DataError) {
                try read(&reader)
            } catch {
                throw DataError(error.cause, at: DataPlace(byte: start + Int64(reader.index)))
            }
        }
    }

    private mutating func read(_ reader: inout ThriftReader) throws(DataError) {
        var chunks = 0
        try reader.readStruct { reader, field, kind throws(DataError) in
            switch field {
            case 2:
                try reader.readList(kind) { reader, _ throws(DataError) in
                    guard schema.count < Self.maximumElements else { throw Self.tooMany }
                    schema.append(try ParquetSchemaElement(&reader))
                }
            case 3: rowCount = try reader.readInteger(kind)
            case 4:
                try reader.readList(kind) { reader, _ throws(DataError) in
                    let group = try ParquetRowGroup(&reader)
                    chunks += group.columns.count
                    guard chunks <= Self.maximumChunks else { throw Self.tooMany }
                    rowGroups.append(group)
                }
            case 8:
                isEncrypted = true
                try reader.skip(kind)
            default: try reader.skip(kind)
            }
        }
    }
}

extension [UInt8] {
    /// `withUnsafeBytes` that keeps the error's type.
    func reading<Result>(
        _ body: (UnsafeRawBufferPointer) throws(DataError) -> Result
    ) throws(DataError) -> Result {
        let result = withUnsafeBytes { buffer -> Swift.Result<Result, DataError> in
            do throws(DataError) { return .success(try body(buffer)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
