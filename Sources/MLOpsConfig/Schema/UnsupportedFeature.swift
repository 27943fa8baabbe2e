/// What the schema knows and this version cannot do.
///
/// Refused rather than ignored: a gate that is written down and not applied is worse than none.
///
/// When a feature arrives, its row goes.
struct UnsupportedFeature: Hashable, Sendable {
    let schema: Schema
    let key: String
    /// nil: the key with whatever value.
    var value: String?
    let advice: String

    static let table = ["slurm", "ray"].flatMap { executor in
        [Schema.step, .daemon].map {
            UnsupportedFeature(schema: $0, key: "executor", value: executor, advice: "write executor: local")
        }
    }

    /// Returns the row for a key, whatever its value.
    static func key(_ key: String, of schema: Schema) -> UnsupportedFeature? {
        table.first { $0.schema == schema && $0.key == key && $0.value == nil }
    }

    /// Returns the row for one value of a key.
    static func value(_ value: String, of key: String, in schema: Schema) -> UnsupportedFeature? {
        table.first { $0.schema == schema && $0.key == key && $0.value == value }
    }
}
