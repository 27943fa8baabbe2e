import Glibc

/// A connected stream socket, whose calls wait; it closes with the last reference to it.
package final class ControlSocket: Sendable {
    package struct Failure: Error, Hashable {
        package var code: Int32

        package var text: String {
            switch code {
            case ENAMETOOLONG: "the path is longer than a socket's name can be"
            case EAGAIN: "nothing was taken for \(ControlSocket.patienceSeconds) s"
            default: SystemErrorText.text(code)
            }
        }
    }

    /// How long a connection waits to be accepted, and what is written to be taken.
    private static let patienceSeconds = 5

    package let descriptor: Int32

    /// Takes a connected socket over.
    package init(owning descriptor: Int32) { self.descriptor = descriptor }

    /// Connects to the Unix socket at a path.
    package init(connectingTo path: String) throws(Failure) {
        descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        var patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = try Self.address(path)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { [descriptor] in
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else { throw Failure(code: errno) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    private static func address(_ path: String) throws(Failure) -> sockaddr_un {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { throw Failure(code: ENAMETOOLONG) }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return address
    }

    /// Writes all of it, or throws.
    package func write(_ bytes: [UInt8]) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // A daemon that is gone is an error here, not a signal that ends the program.
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure(code: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Returns what comes next; empty at the end of the stream, nil after so many seconds of silence.
    ///
    /// - Parameter silenceSeconds: nil waits for ever.
    package func read(silenceSeconds: Double?) throws(Failure) -> [UInt8]? {
        guard try waitsForBytes(silenceSeconds) else { return nil }
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            let got = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if got < 0 { code = errno }
            count = max(0, got)
        }
        guard code == 0 else { throw Failure(code: code) }
        return bytes
    }

    /// Ends whatever waits for it, in whichever thread.
    package func interrupt() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private func waitsForBytes(_ silenceSeconds: Double?) throws(Failure) -> Bool {
        var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let clock = ContinuousClock()
        let deadline = silenceSeconds.map { clock.now + .seconds($0) }
        while true {
            // Rounded up, so that what is left of a millisecond is not spent asking again and again.
            let left = deadline.map { max(0, (clock.now.duration(to: $0) / .milliseconds(1)).rounded(.up)) }
            let ready = poll(&source, 1, left.map { Int32(min($0, 86_400_000)) } ?? -1)
            if ready > 0 { return true }
            if ready < 0, errno != EINTR { throw Failure(code: errno) }
            if let deadline, clock.now >= deadline { return false }
        }
    }
}
