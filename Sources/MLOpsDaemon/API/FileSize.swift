import Glibc

/// The size of a file.
enum FileSize {
    /// Bytes; nil when there is no such file.
    static func of(_ path: String) -> Int64? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Int64(status.st_size)
    }
}
