/// One column of a Parquet file that is read: a leaf of its schema with no list above it.
struct ParquetLeaf {
    /// How stored values become a column's.
    enum Conversion: Equatable {
        case integer
        /// Of 32 bits, stored as signed.
        case unsigned32
        /// Of 64 bits: as doubles, because half of them are no Int64.
        case unsigned64
        case double
        case float16
        case boolean
        case decimal
        case text, bytes, uuid
        /// Multiplied by this, or divided when negative, it is microseconds.
        case microseconds(Int64)
        case int96
        case null
    }

    /// Its place among all leaves, which is that among a row group's columns.
    let index: Int
    let schema: ColumnSchema
    let physical: ParquetSchemaElement.Physical
    let typeLength: Int
    /// How many of the nodes above it, and it itself, may be null.
    let maximumDefinition: Int
    let conversion: Conversion
}
