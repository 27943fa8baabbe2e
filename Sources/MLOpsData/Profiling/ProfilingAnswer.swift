package import MLOpsStatistics

/// A line that the profiling process writes, as JSON; bytes are base64.
package enum ProfilingAnswer: Codable, Hashable, Sendable {
    /// The reference that was made, and of how many files and rows.
    case reference(profile: String, files: Int64, rows: Int64)
    /// The file at this position of the job begins to be read: when no more lines come, it is to blame.
    case began(file: Int)
    case profiled(file: Int, Profile)
    case validated(file: Int, ValidationReport)
    case failed(file: Int, reason: String)
    /// Of the one file of a job for rows; the rows follow the line, and nothing follows them.
    case rows(RowAnswer)
    /// All is done.
    case ended

    package struct Profile: Codable, Hashable, Sendable {
        package var rows: Int64
        /// On the cells of the reference.
        package var window: String
        /// Microseconds since 1970 of the first and the last event, where the job names a column for them.
        package var times: [Int64]?
        /// Columns of the reference that the file has not.
        package var missing: [String]
        /// Columns whose values are of another kind.
        package var changed: [String]
        /// Columns that the reference has not.
        package var added: [String]

        package init(
            rows: Int64, window: String, times: [Int64]?, missing: [String], changed: [String], added: [String]
        ) {
            self.rows = rows
            self.window = window
            self.times = times
            self.missing = missing
            self.changed = changed
            self.added = added
        }
    }
}
