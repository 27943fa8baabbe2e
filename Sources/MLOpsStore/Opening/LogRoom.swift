import Glibc
import GRDB

/// Room in the write-ahead log: zeros, which SQLite takes for its end and writes over.
///
/// A commit to a log that grows waits for the file system's own journal too, and with it for whatever else the machine is
/// writing; one that overwrites blocks which the file has waits for its own pages alone.
struct LogRoom {
    /// More than what is written until the log is merged and begins anew.
    static let bytes = 1024 * (4096 + 24)
    private static let pieceBytes = 1 << 18

    /// The log's path.
    let path: String

    /// Makes the log as long as that, unless it is.
    ///
    /// Where there is no space for it, commits go on making their own.
    func make(in database: Database) throws {
        // Nobody else may be appending to it.
        try database.inTransaction(.immediate) {
            extend()
            return .rollback
        }
    }

    private func extend() {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size < Self.bytes else { return }
        if !fill(descriptor, from: status.st_size) { ftruncate(descriptor, status.st_size) }
    }

    private func fill(_ descriptor: Int32, from size: off_t) -> Bool {
        let zeros = [UInt8](repeating: 0, count: Self.pieceBytes)
        var end = Int(size)
        while end < Self.bytes {
            let written = pwrite(descriptor, zeros, min(zeros.count, Self.bytes - end), off_t(end))
            guard written > 0 else { return false }
            end += written
        }
        return fsync(descriptor) == 0
    }
}
