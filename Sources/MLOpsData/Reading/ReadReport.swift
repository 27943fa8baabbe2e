/// What reading a file found beside its values.
package struct ReadReport: Hashable, Sendable {
    package internal(set) var format: DataFormat
    package internal(set) var compression: Compression
    /// As used; of text formats with the types given or inferred.
    package internal(set) var schema: TableSchema
    /// Of CSV: how it is written.
    package internal(set) var dialect: CSVDialect?
    package internal(set) var rows: Int64 = 0
    /// One for each column: cells that are not of its type.
    package internal(set) var invalid: [Findings]
    /// CSV: rows with fewer fields than the header; what is missing is null.
    package internal(set) var shortRows = Findings()
    /// CSV: rows with more fields than the header; what is too many is left out.
    package internal(set) var longRows = Findings()
    /// JSON Lines: rows that are no object; all their cells are null.
    package internal(set) var malformedRows = Findings()
    /// How often the file was read from the start, because an inferred type did not hold for all of it.
    package internal(set) var passes = 1

    init(format: DataFormat, compression: Compression, schema: TableSchema, dialect: CSVDialect? = nil) {
        self.format = format
        self.compression = compression
        self.schema = schema
        self.dialect = dialect
        invalid = Array(repeating: Findings(), count: schema.columns.count)
    }

    /// Takes what another worker found.
    mutating func merge(_ other: ReadReport) {
        rows += other.rows
        for index in invalid.indices { invalid[index].merge(other.invalid[index]) }
        shortRows.merge(other.shortRows)
        longRows.merge(other.longRows)
        malformedRows.merge(other.malformedRows)
    }
}
