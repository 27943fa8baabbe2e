/// What the caller knows of a file; what it does not say is found out and shown.
package struct ReadOptions: Sendable {
    /// nil: by the content of a Parquet file, else by the name's ending, else by the first character.
    package var format: DataFormat?
    /// Types of columns by name.
    ///
    /// The batches have the file's columns, in its order; those that are not named here are
    /// inferred, as all are when this is nil. A Parquet file knows its types itself.
    package var schema: TableSchema?
    package var csv: CSVOptions
    package var limits: DataLimits
    /// How much of a text is read in one go: large enough to keep the workers apart, small enough to stay in a core's
    /// cache with what is made of it.
    ///
    /// What is read does not depend on it.
    package var blockBytes: Int
    /// The columns that are looked at, by name; nil: all.
    ///
    /// The cells of the others hold nothing that means anything, and their types are as they are given or the file's
    /// beginning tells.
    var wanted: Set<String>?

    package init(
        format: DataFormat? = nil, schema: TableSchema? = nil, csv: CSVOptions = CSVOptions(),
        limits: DataLimits = DataLimits(), blockBytes: Int = 1 << 19
    ) {
        self.format = format
        self.schema = schema
        self.csv = csv
        self.limits = limits
        self.blockBytes = max(1, blockBytes)
        wanted = nil
    }

    func isWanted(_ column: String) -> Bool { wanted?.contains(column) ?? true }
}
