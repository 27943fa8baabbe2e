/// What the caller knows of a file; what it does not say is found out and shown.
package struct ReadOptions: Sendable {
    /// nil: by the content of a Parquet file, else by the name's ending, else by the first character.
    package var format: DataFormat?
    /// nil: inferred. Columns are found by name; those that are not in the file are missing in the batches' schema,
    /// and those that the file has beyond it are inferred.
    package var schema: TableSchema?
    package var csv: CSVOptions
    package var limits: DataLimits

    package init(
        format: DataFormat? = nil, schema: TableSchema? = nil, csv: CSVOptions = CSVOptions(),
        limits: DataLimits = DataLimits()
    ) {
        self.format = format
        self.schema = schema
        self.csv = csv
        self.limits = limits
    }
}
