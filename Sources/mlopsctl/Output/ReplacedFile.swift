import FoundationEssentials
import Glibc
import MLOpsControl

/// A file that is written as a whole: who reads it meanwhile sees the old text or the new one.
///
/// A terminal, a pipe or a device is written to, and never replaced by a file; what a link leads to is written to as well, as
/// it may be what the answer's own stream leads to.
struct ReplacedFile {
    private let path: String
    private let isSpecial: Bool

    init(_ path: String) {
        self.path = path
        var status = stat()
        isSpecial = lstat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    }

    /// Returns the error number of what kept it from being written.
    func write(_ text: String) -> Int32? {
        guard !isSpecial else { return writeThrough(text) }
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
            return nil
        } catch {
            // The library's errors do not name their cause in a word.
            return errno
        }
    }

    private func writeThrough(_ text: String) -> Int32? {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        return StandardStreams.write(text, to: descriptor)
    }
}
