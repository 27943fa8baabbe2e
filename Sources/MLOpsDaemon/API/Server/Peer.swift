import Glibc
import MLOpsCore
import NIOCore
import NIOPosix

/// The process at the other end of the control socket, as the kernel knew it when it connected.
struct Peer: Sendable {
    /// `struct ucred`, which the C library's module does not export.
    private struct Credentials: Sendable {
        var pid: Int32 = 0
        var uid: UInt32 = 0
        var gid: UInt32 = 0
    }

    /// Who is in more groups is known by none of them: a caller gets less then, never more.
    private typealias Groups = InlineArray<1024, UInt32>

    /// Nobody: what the kernel shows of users that this name space does not know.
    private static let overflowUser: UInt32 = 65_534

    let pid: Int32
    let user: UInt32
    /// The main one.
    let group: UInt32
    /// The main one first.
    ///
    /// The numbers of none, and of the superuser's own, are left out.
    let groups: [UInt32]

    /// Returns nil when the connection is not a Unix socket, the kernel does not say, or the user is nobody's.
    static func of(_ channel: any Channel) -> EventLoopFuture<Peer?> {
        guard let options = channel as? any SocketOptionProvider, channel.localAddress?.protocol == .unix else {
            return channel.eventLoop.makeSucceededFuture(nil)
        }
        let credentials: EventLoopFuture<Credentials> = options.unsafeGetSocketOption(
            level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
        let memberships: EventLoopFuture<Groups> = options.unsafeGetSocketOption(
            level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERGROUPS))
        return credentials.and(memberships.recover { _ in Groups(repeating: 0) }).map { who, more in
            guard who.uid != overflowUser else { return nil }
            // The kernel fills the beginning; the rest is zero.
            let numbers = more.indices.map { more[$0] }.filter { $0 != 0 }
            return Peer(pid: who.pid, user: who.uid, group: who.gid, groups: [who.gid].filter { $0 != 0 } + numbers)
        }
        // A connection that is gone has no peer.
        .recover { _ in nil }
    }

    var actor: Actor { Actor(uid: user, pid: pid, name: Self.name(of: user)) }

    private static func name(of user: UInt32) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard getpwuid_r(user, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name
        else { return "uid \(user)" }
        return String(cString: name)
    }
}
