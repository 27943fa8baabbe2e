/// What a schema is inferred from: for each batch ``begin(firstRow:rowCount:)``, each column once with ``add(_:column:)``,
/// then ``end()``.
///
/// Evidence of several workers merges to what one would have seen.
package struct SchemaEvidence: Sendable {
    package private(set) var rows = 0
    private(set) var columns: [ColumnEvidence]
    private(set) var rowKeys = KeySample(capacity: 200_000)
    private var batch: (firstRow: Int, hashes: [UInt64]) = (0, [])

    package init(columns: [EvidenceColumn]) { self.columns = columns.map { ColumnEvidence($0) } }

    /// - Parameter firstRow: counted over all files, so that no two rows have one number.
    package mutating func begin(firstRow: Int, rowCount: Int) {
        rows += rowCount
        batch = (firstRow, [UInt64](repeating: 0, count: rowCount))
    }

    package mutating func add(_ cells: CellBatch, column: Int) {
        columns[column].add(cells)
        for row in 0..<cells.rowCount {
            batch.hashes[row] = SplitMix64.mix(batch.hashes[row] &* 3 &+ cells.hash(row))
        }
    }

    package mutating func end() {
        for (row, hash) in batch.hashes.enumerated() { rowKeys.add(hash: hash, row: batch.firstRow + row) }
    }

    /// Columns are the same by name; each has one type in both.
    package mutating func merge(_ other: SchemaEvidence) {
        rows += other.rows
        for theirs in other.columns {
            if let index = columns.firstIndex(where: { $0.column.name == theirs.column.name }) {
                columns[index].merge(theirs)
            } else {
                columns.append(theirs)
            }
        }
        rowKeys.merge(other.rowKeys)
    }
}
