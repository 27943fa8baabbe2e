import MLOpsStatistics

/// What `mlopsctl schema accept` tells.
struct SchemaAcceptanceReport: Encodable {
    var schema: String
    var fromVersion: Int
    /// The same when nothing has to change.
    var toVersion: Int
    var changes: [SchemaChange]
    var written: Bool
    /// What no change accepts.
    var remaining: [SchemaCheckReport.InFile<Violation>]

    init(
        schema: String, from old: DataSchema, to new: DataSchema, isWritten: Bool,
        remaining: [SchemaCheckReport.InFile<Violation>]
    ) {
        self.schema = schema
        fromVersion = old.version
        toVersion = new.version
        changes = SchemaDifference(from: old, to: new).changes
        written = isWritten
        self.remaining = remaining
    }
}
