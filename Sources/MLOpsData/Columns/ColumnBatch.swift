/// Some rows one after another, column by column.
package struct ColumnBatch: Sendable {
    /// More rows than this are never in one batch.
    package static let maximumRows = 8192
    /// Wide tables have fewer rows in a batch, so that its memory stays in bounds.
    static let maximumCells = 1 << 18

    /// The first row's number in the file, counted from 0; a header is none.
    package internal(set) var firstRow: Int64 = 0
    package internal(set) var rowCount = 0
    package internal(set) var columns: [Column]

    init(schema: TableSchema) { columns = schema.columns.map { Column(type: $0.type) } }

    /// How many rows a batch of so many columns may have.
    static func maximumRows(columns: Int) -> Int {
        min(maximumRows, max(16, maximumCells / max(1, columns)))
    }

    mutating func reset(firstRow: Int64, rowCount: Int) {
        self.firstRow = firstRow
        self.rowCount = rowCount
        for index in columns.indices { columns[index].reset(rowCount: rowCount) }
    }
}
