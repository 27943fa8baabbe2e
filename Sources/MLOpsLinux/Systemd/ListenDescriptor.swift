import CMLOpsLinux
import Glibc

/// A socket that the service manager opened for the daemon (sd_listen_fds(3)).
package struct ListenDescriptor: Sendable {
    package let descriptor: Descriptor
    /// `FileDescriptorName=` of the socket unit.
    package let name: String

    /// Whether it is a listening stream socket of the Unix family.
    package var isUnixListener: Bool {
        sd_is_socket_unix(descriptor.number, Int32(SOCK_STREAM.rawValue), 1, nil, 0) > 0
    }

    /// Takes over the sockets passed to this process; a second call returns none.
    package static func takeAll() throws(LinuxError) -> [ListenDescriptor] {
        var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let count = sd_listen_fds_with_names(1, &names)
        guard count >= 0 else { throw LinuxError("take", "passed sockets", .system(-count)) }
        defer { free(names) }
        return (0..<Int(count)).map { index in
            let name = names?[index]
            defer { free(name) }
            return ListenDescriptor(
                descriptor: Descriptor(owning: SD_LISTEN_FDS_START + Int32(index)),
                name: name.map { String(cString: $0) } ?? "")
        }
    }
}
