import MLOpsData

/// Reads rows of predictions and labels.
protocol RowSource: Sendable {
    /// - Parameters:
    ///   - path: Relative to the directory.
    ///   - format: csv, jsonl or parquet; nil: by the name or the content.
    func rows(
        of path: [UInt8], in directory: String, format: String?, _ job: RowJob
    ) throws(ProfilingError) -> ReadRows
}

/// Rows as they were read.
struct ReadRows: Sendable {
    var answer: RowAnswer
    /// `PackedRow.words(…)` for each row.
    var words: [UInt64]
}
