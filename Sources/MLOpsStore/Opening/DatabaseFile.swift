import Glibc
import MLOpsCore

/// The database's file as the file system shows it.
///
/// It is never opened here: closing any descriptor of it would drop the locks that SQLite holds in this process.
struct DatabaseFile: Sendable {
    /// Tells one file from another, whatever their names.
    struct Identity: Hashable, Sendable {
        let device: UInt64
        let inode: UInt64

        init(_ status: stat) {
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
        }
    }

    let path: String
    /// The only user that the file and its directory may belong to.
    let owner: UInt32

    init(path: String, owner: UInt32 = geteuid()) {
        self.path = path
        self.owner = owner
    }

    var directory: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Whether changes wait in the write-ahead log: the last program that had the file open did not close it.
    var hasUnmergedChanges: Bool { Self.size(of: path + "-wal") > 0 }

    /// Returns nil when there is no such file; throws when it can not be trusted.
    func inspect() throws(StoreError) -> Identity? {
        try inspectDirectory()
        guard let status = Self.status(of: path) else {
            guard errno == ENOENT else { throw refusal(of: path, Self.lastError, "nothing was changed") }
            return nil
        }
        try inspect(status)
        return Identity(status)
    }

    private func inspect(_ status: stat) throws(StoreError) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFLNK:
            throw refusal(
                of: path, "it is a symbolic link", "put the file itself in its place, or change the state directory")
        default: throw refusal(of: path, "it is not a regular file", "move it away")
        }
        guard status.st_uid == owner else {
            throw refusal(
                of: path, "it belongs to uid \(status.st_uid), not to uid \(owner) that mlopsd runs as",
                "run: chown \(owner) \(path)")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw refusal(of: path, "its mode \(Self.octal(status.st_mode)) lets others in", "run: chmod 600 \(path)")
        }
        // SQLite would take an empty file for a new database, and the record would be gone without a word.
        guard status.st_size > 0 else {
            throw StoreError(
                .corrupt, "cannot open \"\(path)\": the file is empty; it is left as it is, restore it from a backup")
        }
    }

    private func inspectDirectory() throws(StoreError) {
        guard let status = Self.status(of: directory + "/.") else {
            throw refusal(of: directory, Self.lastError, "create it, or change the state directory")
        }
        guard status.st_uid == owner else {
            throw refusal(
                of: directory, "it belongs to uid \(status.st_uid), not to uid \(owner) that mlopsd runs as",
                "run: chown \(owner) \(directory)")
        }
        guard status.st_mode & 0o022 == 0 else {
            throw refusal(
                of: directory, "its mode \(Self.octal(status.st_mode)) lets others write",
                "run: chmod go-w \(directory)")
        }
    }

    var isReplaced: StoreError {
        StoreError(
            .corrupt,
            "cannot use \"\(path)\": it was removed or replaced while it was open; nothing more is written, stop mlopsd "
                + "and put the file back")
    }

    private func refusal(of object: String, _ cause: String, _ next: String) -> StoreError {
        StoreError(.other, "cannot open \"\(object)\": \(cause); \(next)")
    }

    static func identity(of path: String) -> Identity? { status(of: path).map(Identity.init) }

    static func status(of path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }

    static func logState(of path: String) -> LogState {
        guard let status = status(of: path + "-wal") else { return LogState(size: 0, modifiedNanoseconds: 0) }
        let time = status.st_mtim
        return LogState(
            size: Int64(status.st_size),
            modifiedNanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
    }

    /// In bytes; 0 when there is no such file.
    static func size(of path: String) -> Int64 { Int64(status(of: path)?.st_size ?? 0) }

    static var lastError: String { String(cString: strerror(errno)) }

    private static func octal(_ mode: mode_t) -> String {
        "0" + String(mode & 0o7777, radix: 8)
    }
}
