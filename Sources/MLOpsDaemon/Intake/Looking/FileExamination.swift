import MLOpsLinux

/// What reading a file told.
struct FileExamination: Sendable {
    enum Outcome: Sendable {
        case read(digest: String?, rows: Int64?)
        /// It is not the file that was to be read any more.
        case changed
        case gone
        case unreadable(String)
        /// Its rows cannot be counted because of what it holds.
        case malformed(String)
    }

    let path: RelativePath
    let outcome: Outcome
}
