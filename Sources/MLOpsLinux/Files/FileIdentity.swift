import Glibc

/// Which file or directory it is, whatever its name.
struct FileIdentity: Hashable {
    let device: UInt64
    let inode: UInt64
}

extension SafeDirectory {
    /// Which directory is held; nil when the file system does not answer any more.
    var identity: FileIdentity? {
        guard let status = try? status() else { return nil }  // of an open directory only a dead file system fails
        return FileIdentity(device: status.fingerprint.device, inode: status.fingerprint.inode)
    }

    /// Whether it is a directory; not when it cannot be looked at, as then it cannot be watched either.
    func isDirectory(_ path: RelativePath) -> Bool {
        let found = try? status(of: path).kind  // vanished: the event of its going tells
        return found == .directory
    }
}
