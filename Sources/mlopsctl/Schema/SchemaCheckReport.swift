import MLOpsStatistics

/// What `mlopsctl schema check` tells.
struct SchemaCheckReport: Encodable {
    struct File: Encodable {
        var file: String
        var rows: Int
        var verdict: ValidationReport.Verdict
    }

    /// Something that was found in a file; its members stand beside the file's name.
    struct InFile<Value: Encodable>: Encodable {
        var file: String
        var value: Value

        private enum CodingKeys: String, CodingKey { case file }

        func encode(to encoder: any Encoder) throws {
            try value.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(file, forKey: .file)
        }
    }

    var schema: String
    var schemaVersion: Int
    var environment: String?
    /// Of the gravest violation.
    var verdict: ValidationReport.Verdict
    var rows: Int
    var files: [File]
    /// File by file, of each the gravest first.
    var violations: [InFile<Violation>]
    var unchecked: [InFile<ValidationReport.Unchecked>]

    init(
        schema: String, version: Int, _ environment: String?, _ reports: [(file: String, report: ValidationReport)]
    ) {
        self.schema = schema
        schemaVersion = version
        self.environment = environment
        verdict = reports.map(\.report.verdict).max() ?? .pass
        rows = reports.reduce(0) { $0 + $1.report.rows }
        files = reports.map { File(file: $0.file, rows: $0.report.rows, verdict: $0.report.verdict) }
        violations = reports.flatMap { file, report in report.violations.map { InFile(file: file, value: $0) } }
        unchecked = reports.flatMap { file, report in report.unchecked.map { InFile(file: file, value: $0) } }
    }
}
