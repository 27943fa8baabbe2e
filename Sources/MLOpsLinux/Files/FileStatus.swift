import CMLOpsLinux
import Glibc

/// What a scan learns about one directory entry.
package struct FileStatus: Hashable, Sendable {
    package let kind: FileKind
    package let fingerprint: FileFingerprint
    package let linkCount: UInt64
    package let owner: UInt32
    package let group: UInt32
    /// Permission bits.
    package let mode: UInt32

    init(_ status: stat) {
        kind = FileKind(mode: status.st_mode)
        fingerprint = FileFingerprint(status)
        linkCount = UInt64(status.st_nlink)
        owner = status.st_uid
        group = status.st_gid
        mode = status.st_mode & 0o7777
    }
}
