import CMLOpsLinux
import Glibc

/// Writes structured records to the journal by its native protocol, in which a value cannot forge a field or a line.
package struct JournalWriter: Sendable {
    /// Of a value; one datagram holds a record of such, and nobody reads more.
    private static let maximumBytes = 64 * 1024

    private let address: String
    private let socket: Descriptor

    /// Returns nil where no journal listens.
    package init?(at address: String = "/run/systemd/journal/socket") {
        guard access(address, W_OK) == 0 else { return nil }
        let number = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { return nil }
        self.address = address
        socket = Descriptor(owning: number)
    }

    /// Returns a record as the journal takes it.
    ///
    /// - Parameter priority: As in syslog(3), 0 emergency to 7 debug.
    package static func record(_ message: String, priority: Int, fields: [JournalField] = []) -> [UInt8] {
        var bytes = field("MESSAGE", message) + field("PRIORITY", "\(priority)")
        for one in fields { bytes += field(one.name, one.value) }
        return bytes
    }

    /// What has more than one line stands behind its length.
    private static func field(_ name: String, _ value: String) -> [UInt8] {
        let text = value.utf8.prefix(maximumBytes)
        guard text.contains(UInt8(ascii: "\n")) else { return Array(name.utf8) + Array("=".utf8) + text + [0x0a] }
        let length = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) }
        return Array(name.utf8) + [0x0a] + length + text + [0x0a]
    }

    /// Writes one record.
    ///
    /// - Parameter waits: until the journal has room, however long that is.
    /// - Returns: false where there is no room now.
    package func write(_ record: [UInt8], waits: Bool) throws(LinuxError) -> Bool {
        while mlops_send_datagram(socket.number, address, record, record.count, waits) < 0 {
            switch errno {
            case EINTR: continue
            case EAGAIN: return false
            default: throw .last("write to", address)
            }
        }
        return true
    }
}
