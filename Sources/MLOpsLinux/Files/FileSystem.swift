import CMLOpsLinux

/// Facts about the file system that holds a path.
package struct FileSystem: Hashable, Sendable {
    /// Whether other machines or a user-space server can change it, so that inotify does not see everything.
    package let isRemote: Bool
    /// Bytes that an unprivileged process can still write.
    package let availableBytes: Int64
    package let totalBytes: Int64
    /// Files that can still be created; nil where the file system has no fixed number.
    package let availableFiles: Int64?

    /// Inspects the file system of a path.
    package init(of path: String) throws(LinuxError) {
        var status = statfs()
        let place = try Descriptor.open(path, MLOPS_O_PATH, action: "inspect file system of")
        guard fstatfs(place.number, &status) == 0 else { throw .last("inspect file system of", path) }
        let block = Int64(status.f_frsize > 0 ? status.f_frsize : status.f_bsize)
        isRemote = Self.remoteMagics.contains(UInt32(truncatingIfNeeded: status.f_type))
        availableBytes = Self.bytes(status.f_bavail, of: block)
        totalBytes = Self.bytes(status.f_blocks, of: block)
        availableFiles = status.f_files > 0 ? Int64(clamping: status.f_ffree) : nil
    }

    private static func bytes(_ blocks: some BinaryInteger, of size: Int64) -> Int64 {
        let (product, overflow) = Int64(clamping: blocks).multipliedReportingOverflow(by: size)
        return overflow ? .max : product
    }

    /// Magic numbers of statfs(2): NFS, SMB, SMB2, CIFS, FUSE (virtiofs and GlusterFS show it too), 9p, Ceph, Lustre, AFS
    /// (both), Coda, GFS2, OCFS2, GPFS, PanFS.
    private static let remoteMagics: Set<UInt32> = [
        0x6969, 0x517B, 0xFE53_4D42, 0xFF53_4D42, 0x6573_5546, 0x0102_1997, 0x00C3_6400, 0x0BD0_0BD0, 0x5346_414F,
        0x6B41_4653, 0x7375_7245, 0x0116_1970, 0x7461_636F, 0x4750_4653, 0xAAD7_AAEA,
    ]
}
