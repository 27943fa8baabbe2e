import CMLOpsLinux
import Glibc

/// Who was at the other end of a Unix socket when it connected, as the kernel saw it.
///
/// The pid is for the audit only: it can be another process by now.
package struct PeerCredentials: Hashable, Sendable {
    package let pid: Int32
    package let uid: UInt32
    package let gid: UInt32
    /// Supplementary groups (SO_PEERGROUPS), no look-up in a directory service needed.
    package let groups: [UInt32]

    /// Reads the credentials of a connected socket, which stays the caller's.
    package init(ofSocket number: Int32) throws(LinuxError) {
        var peer = mlops_peer()
        guard mlops_peer_credentials(number, &peer) == 0 else { throw .last("identify the peer of", "socket") }
        pid = peer.pid
        uid = peer.uid
        gid = peer.gid
        var groups = [gid_t](repeating: 0, count: 1024)
        let count = mlops_peer_groups(number, &groups, groups.count)
        guard count >= 0 else { throw .last("read the groups of the peer of", "socket") }
        self.groups = groups.prefix(Int(count)).map { UInt32($0) }
    }
}
