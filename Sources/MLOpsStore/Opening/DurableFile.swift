import Glibc
import MLOpsCore

/// Files that come into being whole or not at all: written under another name, brought to the disk, then renamed.
enum DurableFile {
    /// Makes an empty file that only its owner can read, in the place of what had the name.
    static func createEmpty(_ path: String) throws(StoreError) {
        for name in names(path) where unlink(name) != 0 && errno != ENOENT { throw failure("replace", name) }
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("create", path) }
        close(descriptor)
    }

    /// Gives a finished file its name, unless there is something of that name.
    ///
    /// Nothing may be open on it.
    static func publish(_ temporary: String, as path: String, in directory: String) throws(StoreError) {
        try synchronize(temporary, O_RDONLY)
        guard DatabaseFile.status(of: path) == nil else {
            throw StoreError(
                .conflict, "cannot create \"\(path)\": it exists already; remove it or choose another name")
        }
        guard rename(temporary, path) == 0 else { throw failure("create", path) }
        try synchronize(directory, O_RDONLY | O_DIRECTORY)
    }

    /// Removes what was not finished, as far as that is possible; the next attempt replaces it anyway.
    static func remove(_ path: String) {
        for name in names(path) { unlink(name) }
    }

    private static func names(_ path: String) -> [String] { ["", "-wal", "-shm", "-journal"].map { path + $0 } }

    private static func synchronize(_ path: String, _ flags: Int32) throws(StoreError) {
        let descriptor = open(path, flags | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw failure("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("synchronize", path) }
    }

    private static func failure(_ verb: String, _ path: String) -> StoreError {
        let code: StoreError.Code =
            switch errno {
            case ENOSPC, EDQUOT: .full
            case EIO, EROFS: .inputOutput
            default: .other
            }
        return StoreError(code, "cannot \(verb) \"\(path)\": \(DatabaseFile.lastError); nothing was changed")
    }
}
