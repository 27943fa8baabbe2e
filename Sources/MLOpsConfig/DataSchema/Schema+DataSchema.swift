import MLOpsStatistics

/// The keys of a schema file.
extension Schema {
    static let dataSchema = Schema(
        "a schema", ["schema", "accepted_by", "accepted_at", "dataset", "defaults", "columns", "environments"])
    static let schemaDataset = Schema(
        "dataset",
        [
            "min_rows", "max_rows", "rows_per_window", "malformed_max", "time", "max_staleness", "timezone", "key",
            "key_unique", "duplicate_rows_max", "allow_new_columns", "order", "compare", "label", "leakage",
            "false_alarms", "severity",
        ])
    static let schemaVolume = Schema("rows_per_window", ["phase", "z"])
    static let schemaComparison = Schema("a comparison", ["rule", "max", "severity"])
    static let schemaDefaults = Schema("defaults", ["nullable", "invalid_max", "nan_max", "infinite_max"])
    static let schemaColumn = Schema(
        "a column",
        [
            "type", "description", "format", "decimal", "required", "nullable", "invalid_max", "nan_max",
            "infinite_max", "range", "soft_range", "soft_max", "domain", "unseen_max", "case", "length", "pattern",
            "unique", "varies", "median", "max_lag", "max_future", "monotone", "semantic", "drift", "weight", "pii",
            "severity",
        ])
    static let schemaRange = Schema("a range", ["min", "max", "suggested"])
    static let schemaEnvironment = Schema("an environment", ["require", "forbid"])
    static let schemaDatasetSeverity = Schema("severity", ValidationRule.allCases.map(\.rawValue))
    static let schemaColumnSeverity = Schema(
        "severity", ValidationRule.allCases.filter(\.isOfColumn).map(\.rawValue))

    /// Every mapping of a schema file with fixed keys.
    static let allOfDataSchema = [
        dataSchema, schemaDataset, schemaVolume, schemaComparison, schemaDefaults, schemaColumn, schemaRange,
        schemaEnvironment, schemaDatasetSeverity, schemaColumnSeverity,
    ]
}
