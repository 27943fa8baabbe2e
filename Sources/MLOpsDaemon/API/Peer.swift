import Glibc
import MLOpsCore
import NIOCore
import NIOPosix

/// The process at the other end of the control socket, as the kernel knows it.
struct Peer {
    /// `struct ucred`, which the C library's module does not export.
    private struct Credentials: Sendable {
        var pid: Int32 = 0
        var uid: UInt32 = 0
        var gid: UInt32 = 0
    }

    let actor: Actor

    /// nil: the connection is not a Unix socket, or the kernel does not say.
    init?(of channel: any Channel) async {
        guard let options = channel as? any SocketOptionProvider, channel.localAddress?.protocol == .unix else {
            return nil
        }
        let name = NIOBSDSocket.Option(rawValue: SO_PEERCRED)
        let answer: EventLoopFuture<Credentials> = options.unsafeGetSocketOption(level: .socket, name: name)
        // A connection that is gone has no peer; the request then counts as anonymous.
        guard let credentials = try? await answer.get() else { return nil }
        actor = Actor(uid: credentials.uid, pid: credentials.pid, name: Self.userName(credentials.uid))
    }

    private static func userName(_ uid: UInt32) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard getpwuid_r(uid, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name else {
            return "uid \(uid)"
        }
        return String(cString: name)
    }
}
