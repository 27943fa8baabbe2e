import CMLOpsLinux
import Glibc

/// Writes structured records to the journal by its native protocol, in which a value cannot forge a field or a line.
package struct JournalWriter: Sendable {
    /// Returns nil where no journal listens: sd_journal_sendv(3) would then report success and lose the record.
    package init?() {
        guard access("/run/systemd/journal/socket", W_OK) == 0 else { return nil }
    }

    /// Writes one record.
    ///
    /// - Parameter priority: As in syslog(3), 0 emergency to 7 debug.
    package func write(_ message: String, priority: Int, fields: [JournalField] = []) throws(LinuxError) {
        let assignments = ["MESSAGE=\(message)", "PRIORITY=\(priority)"] + fields.map { "\($0.name)=\($0.value)" }
        let code = Self.withVectors(assignments.map { Array($0.utf8) }) {
            sd_journal_sendv($0.baseAddress, Int32($0.count))
        }
        guard code >= 0 else { throw LinuxError("write to", "journal", .system(-code)) }
    }

    private static func withVectors<Result>(
        _ assignments: [[UInt8]], _ body: (UnsafeBufferPointer<iovec>) -> Result
    ) -> Result {
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: assignments.reduce(1) { $0 + $1.count }, alignment: 1)
        defer { bytes.deallocate() }
        var vectors: [iovec] = [], offset = 0
        for assignment in assignments {
            bytes[offset..<(offset + assignment.count)].copyBytes(from: assignment)
            vectors.append(iovec(iov_base: bytes.baseAddress?.advanced(by: offset), iov_len: assignment.count))
            offset += assignment.count
        }
        return vectors.withUnsafeBufferPointer(body)
    }
}
