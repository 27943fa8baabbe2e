import Glibc

/// What of a file's status tells whether it changed, and who may change it.
struct FileStatus: Hashable, Sendable {
    private let device: UInt
    private let inode: UInt
    private let modified: [Int]
    private let changed: [Int]
    let size: Int
    let mode: UInt32
    let owner: UInt32

    init(_ status: stat) {
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        modified = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
        changed = [status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
        size = Int(status.st_size)
        mode = status.st_mode
        owner = status.st_uid
    }

    /// Returns the status of what a path leads to, links followed.
    init(path: String) throws(FileFault) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .system(errno) }
        self.init(status)
    }

    /// Returns the status of what stands at a path, be it a link.
    init(linkAt path: String) throws(FileFault) {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw .system(errno) }
        self.init(status)
    }

    var isRegular: Bool { mode & S_IFMT == S_IFREG }
    var isLink: Bool { mode & S_IFMT == S_IFLNK }
    var isDirectory: Bool { mode & S_IFMT == S_IFDIR }
    /// Whether anyone but the owner may write to it.
    var isWritableByOthers: Bool { mode & 0o022 != 0 }
}
