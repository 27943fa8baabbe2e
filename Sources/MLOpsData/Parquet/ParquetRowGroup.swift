/// Some rows of a Parquet file, column by column.
struct ParquetRowGroup {
    var columns: [ParquetColumnChunk] = []
    var rowCount: Int64 = 0

    init(_ reader: inout ThriftReader) throws(DataError) {
        try reader.readStruct { reader, field, kind throws(DataError) in
            switch field {
            case 1:
                try reader.readList(kind) { reader, _ throws(DataError) in
                    columns.append(try ParquetColumnChunk(&reader))
                }
            case 3: rowCount = try reader.readInteger(kind)
            default: try reader.skip(kind)
            }
        }
    }
}

/// Where one column of a row group lies.
struct ParquetColumnChunk {
    var isElsewhere = false
    var isEncrypted = false
    var codec = 0
    var valueCount: Int64 = 0
    var packedBytes: Int64 = 0
    /// What its writer says of all pages together; only batches are sized by it.
    var unpackedBytes: Int64 = 0
    private var dataOffset: Int64 = -1
    private var dictionaryOffset: Int64 = 0

    /// Of its first page.
    var offset: Int64 { dictionaryOffset > 0 ? min(dictionaryOffset, dataOffset) : dataOffset }

    init(_ reader: inout ThriftReader) throws(DataError) {
        try reader.readStruct { reader, field, kind throws(DataError) in
            switch field {
            case 1: isElsewhere = !(try reader.readString(kind).isEmpty)
            case 3: try readMetadata(&reader)
            case 8:
                isEncrypted = true
                try reader.skip(kind)
            default: try reader.skip(kind)
            }
        }
    }

    private mutating func readMetadata(_ reader: inout ThriftReader) throws(DataError) {
        try reader.readStruct { reader, field, kind throws(DataError) in
            switch field {
            case 4: codec = try reader.readInt(kind)
            case 5: valueCount = try reader.readInteger(kind)
            case 6: unpackedBytes = try reader.readInteger(kind)
            case 7: packedBytes = try reader.readInteger(kind)
            case 9: dataOffset = try reader.readInteger(kind)
            case 11: dictionaryOffset = try reader.readInteger(kind)
            default: try reader.skip(kind)
            }
        }
    }
}
