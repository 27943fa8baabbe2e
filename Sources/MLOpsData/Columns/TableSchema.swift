/// The columns of a table, in the order of the file, and what their inference has to say.
package struct TableSchema: Hashable, Sendable {
    package var columns: [ColumnSchema]
    /// What a reader of the inferred types should know, a sentence each: why a column is text, what was renamed.
    package var notes: [String]

    package init(columns: [ColumnSchema], notes: [String] = []) {
        self.columns = columns
        self.notes = notes
    }

    package func index(of name: String) -> Int? { columns.firstIndex { $0.name == name } }
}
