package import MLOpsCore
package import MLOpsSchedule

/// The whole files of a dataset that no successful run has read, in numbers.
package struct Backlog: Hashable, Sendable {
    package let files: Int64
    package let bytes: Int64
    /// nil: rows are not counted.
    package let rows: Int64?
    package let oldest: Instant?
    /// When the last file became ready, used or not.
    package let newest: Instant?
    /// How that one was known to be whole.
    package let rung: FileRecord.Rung?

    static let none = Backlog(files: 0, bytes: 0, rows: nil, oldest: nil, newest: nil, rung: nil)
}
