/// What all columns of a table, of one file or several, look like.
package struct TableSummary: Sendable {
    package let rows: Int
    /// In the order of the first file, then those that only later ones have.
    package let columns: [TableSummary.Column]
    /// What was found while reading, one for each file in their order.
    package let reports: [ReadReport]
    /// As they lie on the disk.
    package let bytes: Int64

    package func column(_ name: String) -> TableSummary.Column? { columns.first { $0.name == name } }
}
