import Glibc
import MLOpsControl

/// Carries bytes between our stdin and stdout and a Unix socket until the socket ends.
struct SocketRelay {
    private let socket: Int32

    struct Failure: Error {
        var code: Int32
    }

    init(connectingTo path: String) throws(Failure) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { throw Failure(code: ENAMETOOLONG) }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw Failure(code: errno) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            let code = errno
            close(socket)
            throw Failure(code: code)
        }
    }

    func run() {
        var sources = [
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            guard poll(&sources, nfds_t(sources.count), -1) >= 0 || errno == EINTR else { return }
            if sources[1].revents != 0, !copy(from: socket, to: STDOUT_FILENO) { return }
            if sources[0].revents != 0, !copy(from: STDIN_FILENO, to: socket) {
                // The request is complete; its answer is still to come.
                shutdown(socket, Int32(SHUT_WR))
                sources[0].fd = -1
            }
        }
    }

    /// Returns false at the end of `source`, or when `target` takes no more.
    private func copy(from source: Int32, to target: Int32) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 16) { buffer in
            let count = read(source, buffer.baseAddress, buffer.count)
            guard count > 0 else { return count < 0 && errno == EINTR }
            var rest = UnsafeRawBufferPointer(rebasing: buffer.prefix(count))
            while !rest.isEmpty {
                let written = write(target, rest.baseAddress, rest.count)
                guard written >= 0 || errno == EINTR else { return false }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(0, written)))
            }
            return true
        }
    }
}
