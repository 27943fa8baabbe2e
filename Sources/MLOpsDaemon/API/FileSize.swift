import MLOpsLinux

/// The size of a file.
enum FileSize {
    /// Bytes; nil when there is no such file.
    static func of(_ path: String) -> Int64? {
        FileStatus(at: path).map { Int64($0.fingerprint.size) }
    }
}
