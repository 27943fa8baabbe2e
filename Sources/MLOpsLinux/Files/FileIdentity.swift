/// Which file or directory it is, whatever its name.
struct FileIdentity: Hashable {
    let device: UInt64
    let inode: UInt64

    init(_ status: FileStatus) {
        device = status.fingerprint.device
        inode = status.fingerprint.inode
    }
}

extension SafeDirectory {
    /// Returns which directory stands at the path now; nil when none can be opened there.
    static func identity(of path: String) -> FileIdentity? {
        guard let status = try? SafeDirectory(path).status() else { return nil }
        return FileIdentity(status)
    }
}
