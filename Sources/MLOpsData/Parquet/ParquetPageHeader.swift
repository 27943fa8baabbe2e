/// What stands before a page of a Parquet file.
struct ParquetPageHeader {
    enum Kind: Int {
        case data = 0, index, dictionary, dataV2
    }

    var kind = Kind.index
    var unpackedBytes = 0
    var packedBytes = 0
    /// Nulls among them; of a column without lists, the rows.
    var valueCount = 0
    var encoding = 0
    var definitionEncoding = 3
    /// Of version 2.
    var definitionBytes = 0
    var repetitionBytes = 0
    var isPacked = true
    /// Of the header itself.
    private(set) var byteCount = 0

    init(_ bytes: UnsafeRawBufferPointer) throws(DataError) {
        var reader = ThriftReader(bytes)
        try reader.readStruct { reader, field, kind throws(DataError) in
            switch field {
            case 1:
                guard let known = Kind(rawValue: try reader.readInt(kind)) else {
                    throw DataError(.malformed("a page of an unknown kind"))
                }
                self.kind = known
            case 2: unpackedBytes = try reader.readInt(kind)
            case 3: packedBytes = try reader.readInt(kind)
            case 5, 7, 8: try readCounts(&reader, kind, of: field)
            default: try reader.skip(kind)
            }
        }
        byteCount = reader.index
    }

    private mutating func readCounts(
        _ reader: inout ThriftReader, _ kind: ThriftReader.Kind, of page: Int
    ) throws(DataError) {
        guard kind == .structure else { return try reader.skip(kind) }
        try reader.readStruct { reader, field, kind throws(DataError) in
            switch (page, field) {
            case (_, 1): valueCount = try reader.readInt(kind)
            case (5, 2), (7, 2), (8, 4): encoding = try reader.readInt(kind)
            case (5, 3): definitionEncoding = try reader.readInt(kind)
            case (8, 5): definitionBytes = try reader.readInt(kind)
            case (8, 6): repetitionBytes = try reader.readInt(kind)
            case (8, 7): isPacked = try reader.readBoolean(kind)
            default: try reader.skip(kind)
            }
        }
    }

    /// Holds the sizes against each other and the limits, before anything is made of them.
    func check(_ limits: DataLimits, available: Int64) throws(DataError) {
        guard packedBytes >= 0, unpackedBytes >= 0, valueCount >= 0, Int64(packedBytes) <= available else {
            throw DataError(.malformed("the sizes of a page are impossible"))
        }
        guard packedBytes <= limits.pageBytes, unpackedBytes <= limits.pageBytes else {
            throw DataError(.limit(.pageBytes, Int64(limits.pageBytes)))
        }
        guard valueCount <= Int(Int32.max) else { throw DataError(.malformed("a page has more values than can be")) }
        guard definitionBytes >= 0, repetitionBytes >= 0,
            definitionBytes <= packedBytes, repetitionBytes <= packedBytes - definitionBytes
        else { throw DataError(.malformed("the levels of a page are longer than it")) }
    }
}
