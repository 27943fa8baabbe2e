import MLOpsStatistics

/// What `mlopsctl schema diff` tells.
struct SchemaDifferenceReport: Encodable {
    var fromVersion: Int
    var toVersion: Int
    var changes: [SchemaChange]

    init(from old: DataSchema, to new: DataSchema) {
        fromVersion = old.version
        toVersion = new.version
        changes = SchemaDifference(from: old, to: new).changes
    }
}
