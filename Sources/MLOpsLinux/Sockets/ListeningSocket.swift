import CMLOpsLinux
import Glibc

/// Opens sockets that servers listen on, for others to serve.
package enum ListeningSocket {
    private static let backlog: Int32 = 4096

    /// Listens on an address in numbers.
    ///
    /// - Parameter port: 0: any that is free.
    package static func tcp(host: String, port: UInt16) throws(LinuxError) -> Descriptor {
        let name = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0, let address = list?.pointee else {
            throw LinuxError("listen at", name, .malformed(String(cString: gai_strerror(code))))
        }
        defer { freeaddrinfo(list) }
        let socket = try open(address.ai_family, name)
        var on: Int32 = 1
        setsockopt(socket.number, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard bind(socket.number, address.ai_addr, address.ai_addrlen) == 0,
            listen(socket.number, backlog) == 0
        else { throw .last("listen at", name) }
        return socket
    }

    /// Listens at a path; a socket that nobody listens at any more is replaced, and nothing else is.
    package static func unix(path: String, mode: UInt32) throws(LinuxError) -> Descriptor {
        let place = try UnixSocketPath(path)
        let socket = try open(AF_UNIX, path)
        try removeStale(place, path)
        guard mlops_bind_unix(socket.number, place.text, mode) == 0, listen(socket.number, backlog) == 0 else {
            throw .last("listen at", path)
        }
        return socket
    }

    /// Whether somebody listens at the path of a socket; who may not ask takes it for so.
    package static func isServed(_ path: String) throws(LinuxError) -> Bool {
        let place = try UnixSocketPath(path)
        let probe = try open(AF_UNIX, path, flags: Int32(SOCK_NONBLOCK.rawValue))
        return withExtendedLifetime(place) {
            // Whoever has too many callers waiting listens too.
            mlops_connect_unix(probe.number, place.text) == 0 || ![ECONNREFUSED, ENOENT].contains(errno)
        }
    }

    /// Returns the port of a socket of the Internet families.
    package static func port(of socket: Descriptor) -> UInt16? {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket.number, $0, &size) }
        }
        guard result == 0, address.ss_family == sa_family_t(AF_INET) else { return nil }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt16(bigEndian: $0.pointee.sin_port) }
        }
    }

    private static func open(_ family: Int32, _ name: String, flags: Int32 = 0) throws(LinuxError) -> Descriptor {
        let number = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue) | flags, 0)
        guard number >= 0 else { throw .last("listen at", name) }
        return Descriptor(owning: number)
    }

    private static func removeStale(_ place: UnixSocketPath, _ path: String) throws(LinuxError) {
        guard let status = FileStatus(at: path) else { return }
        guard status.kind == .socket else {
            throw LinuxError("listen at", path, .malformed("it is there and is no socket"))
        }
        let probe = try open(AF_UNIX, path)
        guard mlops_connect_unix(probe.number, place.text) != 0, errno == ECONNREFUSED else {
            throw LinuxError("listen at", path, .system(EADDRINUSE))
        }
        guard unlink(place.text) == 0 || errno == ENOENT else { throw .last("replace", path) }
    }
}
