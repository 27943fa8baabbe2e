import MLOpsStatistics

/// What `mlopsctl schema infer` tells.
struct InferenceReport: Encodable {
    struct File: Encodable {
        var file: String
        var rows: Int
    }

    /// How a schema fares with the data it comes from, and schemas of the same making with data they do not know.
    struct Verification: Encodable {
        struct Window: Encodable {
            var rows: Int
            var violations: [Violation]
        }

        /// The files themselves.
        var own: [Window]
        /// Thirds of the rows, each held against a schema of the other two.
        var heldOut: [Window]

        /// Nothing but news is found.
        var passes: Bool { (own + heldOut).allSatisfy { $0.violations.allSatisfy { $0.severity == .info } } }
    }

    var files: [File]
    var notes: [String]
    /// Where the schema was written to; nil: nowhere.
    var output: String?
    /// The text of the schema file.
    var schema: String
    var verification: Verification?
}
