import MLOpsLinux

/// What reading a file told.
struct FileExamination: Sendable {
    enum Outcome: Sendable {
        /// - remarks: what its schema says against it, without keeping it from being used.
        case read(digest: String?, rows: Int64?, remarks: String? = nil)
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
