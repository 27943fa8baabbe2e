import MLOpsCore
import MLOpsLinux

/// Which directory a dataset's files are looked for in, by path and identity.
///
/// It is opened for a piece of work and closed again: a directory held open would keep its file system from being
/// unmounted. Whatever else stands at the path by then is not looked into.
struct TrustedRoot: Sendable {
    let path: String
    private let device: UInt64
    private let inode: UInt64

    init(_ directory: SafeDirectory) throws(LinuxError) {
        let fingerprint = try directory.status().fingerprint
        path = directory.path
        device = fingerprint.device
        inode = fingerprint.inode
    }

    /// Returns nil when another directory stands at the path, or none that can be opened: the watcher tells which.
    func open() -> SafeDirectory? {
        do throws(LinuxError) {
            let directory = try SafeDirectory(path)
            let fingerprint = try directory.status().fingerprint
            return fingerprint.device == device && fingerprint.inode == inode ? directory : nil
        } catch {
            return nil
        }
    }
}
