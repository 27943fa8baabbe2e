import CMLOpsLinux
import Dispatch
import Glibc

/// A connection to the daemon on which a test writes any bytes.
final class RawConnection: Sendable {
    private let descriptor: Int32

    init(to path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = UnixAddress(path)
        guard address.withPointer({ connect(descriptor, $0, $1) }) == 0 else {
            throw HarnessError("cannot connect to \(path): \(errno)")
        }
        var limit = timeval(tv_sec: 300, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    }

    deinit { close(descriptor) }

    /// Writes as much as the daemon takes; it may have hung up in the middle, as it should on what is too long.
    func write(_ bytes: [UInt8]) {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            done += count
        }
    }

    /// Says that nothing more comes.
    func endWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Everything until the daemon hangs up, or nil when it does not within 300 s.
    func readAll() -> String? {
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &piece, piece.count, 0)
            if count > 0 { all += piece.prefix(count) }
            if count == 0 || count < 0 && errno == ECONNRESET { return String(decoding: all, as: UTF8.self) }
            if count < 0 && errno != EINTR { return nil }
        }
    }
}

extension DaemonProcess {
    /// Sends bytes as they are and returns the answer up to the end of the connection; nil: it does not end.
    func exchange(_ bytes: [UInt8]) async throws -> String? {
        let connection = try RawConnection(to: sandbox.socket)
        return await withCheckedContinuation { continuation in
            // Blocking calls do not belong on the few threads that tasks share.
            DispatchQueue.global().async {
                connection.write(bytes)
                connection.endWriting()
                continuation.resume(returning: connection.readAll())
            }
        }
    }

    func exchange(_ text: String) async throws -> String? { try await exchange(Array(text.utf8)) }
}
