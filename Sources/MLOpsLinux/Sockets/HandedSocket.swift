import CMLOpsLinux
import Glibc

/// A socket that another process hands over, with some words.
package struct HandedSocket: Sendable {
    private static let maximumBytes = 4096
    private static let patienceSeconds = 5

    package let descriptor: Descriptor
    package let text: String

    /// Asks for it at a Unix socket, whose owner answers at once and says nothing more.
    ///
    /// - Throws: When nobody answers, or without a socket.
    package init(askingAt path: String) throws(LinuxError) {
        let place = try UnixSocketPath(path)
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw .last("ask at", path) }
        let connection = Descriptor(owning: number)
        var patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
        setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        guard mlops_connect_unix(number, place.text) == 0 else { throw .last("ask at", path) }
        var bytes = [UInt8](repeating: 0, count: Self.maximumBytes)
        var handed: Int32 = -1
        let count = mlops_receive_with_descriptor(connection.number, &bytes, bytes.count, &handed)
        guard count >= 0 else { throw .last("ask at", path) }
        guard handed >= 0 else { throw LinuxError("ask at", path, .malformed("nothing was handed over")) }
        descriptor = Descriptor(owning: handed)
        text = String(decoding: bytes[..<count], as: UTF8.self)
    }
}
