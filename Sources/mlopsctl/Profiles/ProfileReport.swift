import MLOpsData

/// What `mlopsctl profile --json` writes.
struct ProfileReport: Encodable, Sendable {
    let files: [String]
    let rows: Int
    let bytes: Int64
    let columns: [ProfileColumn]
    /// What a reader of the figures should know: inferred types, rows that are ragged or none.
    let notes: [String]

    init(_ summary: TableSummary, files: [String]) {
        self.files = files
        rows = summary.rows
        bytes = summary.bytes
        columns = summary.columns.map { ProfileColumn($0) }
        notes = zip(files, summary.reports).flatMap { ReadNotes($1, file: files.count > 1 ? $0 : nil).lines }
    }
}
