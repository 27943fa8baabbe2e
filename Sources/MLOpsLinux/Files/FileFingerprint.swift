import CMLOpsLinux
import Glibc

/// What tells one state of a file from another without reading it.
package struct FileFingerprint: Hashable, Sendable {
    package let device: UInt64
    package let inode: UInt64
    package let size: Int64
    /// Modification time in nanoseconds since 1970; whatever the writer claims, negative included.
    package let mtimeNs: Int64
    /// Change time in nanoseconds since 1970; set by the kernel at every change, not by the writer.
    package let ctimeNs: Int64

    package init(device: UInt64, inode: UInt64, size: Int64, mtimeNs: Int64, ctimeNs: Int64) {
        self.device = device
        self.inode = inode
        self.size = size
        self.mtimeNs = mtimeNs
        self.ctimeNs = ctimeNs
    }

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        mtimeNs = Self.nanoseconds(status.st_mtim)
        ctimeNs = Self.nanoseconds(status.st_ctim)
    }

    /// Saturates, because a file may claim a year that nanoseconds in 64 bits cannot hold (C23).
    private static func nanoseconds(_ time: timespec) -> Int64 {
        let (seconds, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflowAgain) = seconds.addingReportingOverflow(Int64(time.tv_nsec))
        guard overflow || overflowAgain else { return sum }
        return time.tv_sec < 0 ? .min : .max
    }
}
