import Glibc

/// Where a program that serves no terminal says why it ends.
enum StandardError {
    /// Each line as one of an error, where the service manager takes it for the journal (sd-daemon(3)).
    static func write(error: String) {
        let priority = getenv("JOURNAL_STREAM") == nil ? "" : "<3>"
        for line in error.split(separator: "\n") { write("\(priority)\(line)") }
    }

    static func write(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        // There is nobody to tell when standard error is gone.
        _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
