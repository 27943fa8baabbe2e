import Glibc
import Testing

/// A client that sends exactly the bytes it is told to, and waits without holding a thread.
final class RawClient: Sendable {
    private let socket: Int32

    init(_ path: String) throws {
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        try #require(socket >= 0, "socket: \(errno)")
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8) + [0]) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, size) }
        }
        try #require(result == 0, "connect \(path): \(errno)")
    }

    deinit { Glibc.close(socket) }

    /// Returns false when nobody is there to receive it.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    func endSending() { shutdown(socket, Int32(SHUT_WR)) }

    /// As the process of a client that was killed does.
    func vanish() { shutdown(socket, Int32(SHUT_RDWR)) }

    /// Returns what comes until the connection ends.
    func rest(within limit: Duration = .seconds(120), sourceLocation: SourceLocation = #_sourceLocation) async throws
        -> String
    {
        var received: [UInt8] = []
        var isOver = false
        try await eventually(within: limit, "the connection ends", sourceLocation: sourceLocation) {
            isOver = self.receive(into: &received)
            return isOver
        }
        return String(decoding: received, as: UTF8.self)
    }

    /// Returns what comes until it contains the text.
    @discardableResult
    func receive(
        _ text: String, within limit: Duration = .seconds(120), sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        var received: [UInt8] = []
        try await eventually(within: limit, "\(text) comes", sourceLocation: sourceLocation) {
            let isOver = self.receive(into: &received)
            return isOver || String(decoding: received, as: UTF8.self).contains(text)
        }
        let whole = String(decoding: received, as: UTF8.self)
        #expect(whole.contains(text), sourceLocation: sourceLocation)
        return whole
    }

    /// Takes what is there; true: nothing more will come.
    private func receive(into received: inout [UInt8]) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { return count == 0 || errno != EAGAIN }
            received += buffer[..<count]
        }
    }
}
