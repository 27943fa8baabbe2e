import Glibc
import MLOpsControl

/// Carries bytes between our stdin and stdout and a Unix socket until the socket ends.
struct SocketRelay {
    private let socket: ControlSocket

    init(connectingTo path: String) throws(ControlSocket.Failure) { socket = try ControlSocket(connectingTo: path) }

    func run() {
        var sources = [
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        while true {
            guard poll(&sources, nfds_t(sources.count), -1) >= 0 || errno == EINTR else { return }
            if sources[1].revents != 0, !copy(from: socket.descriptor, to: STDOUT_FILENO) { return }
            if sources[0].revents != 0, !copy(from: STDIN_FILENO, to: socket.descriptor) {
                // The request is complete; its answer is still to come.
                shutdown(socket.descriptor, Int32(SHUT_WR))
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
