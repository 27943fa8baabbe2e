import CMLOpsLinux
import Glibc

/// A name in an open directory: where a file is put in one atomic step.
struct FilePlace {
    let directory: Descriptor
    let name: String
    let path: String

    /// Opens the directory that holds the path's last part.
    init(_ path: String) throws(LinuxError) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        guard let last = parts.last, FileName(last.utf8) != nil else {
            throw LinuxError("open", path, .malformed("the path does not end in a file name"))
        }
        let parent = parts.dropLast().joined(separator: "/")
        let folder = path.hasPrefix("/") ? "/" + parent : parent
        self.path = path
        name = String(last)
        directory = try Descriptor.open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY, action: "open directory")
    }

    /// Returns what stands at the name, nil when nothing does.
    func kind() throws(LinuxError) -> FileKind? {
        var status = stat()
        if fstatat(directory.number, name, &status, AT_SYMLINK_NOFOLLOW) == 0 { return FileKind(mode: status.st_mode) }
        guard errno == ENOENT else { throw .last("inspect", path) }
        return nil
    }

    /// Renames within the directory and makes the change durable.
    func replace(from temporary: String) throws(LinuxError) {
        guard renameat(directory.number, temporary, directory.number, name) == 0 else { throw .last("replace", path) }
        try directory.synchronize(name: path)
    }

    /// Removes an unfinished file; that it remains costs space and nothing else.
    func discard(_ temporary: String) {
        _ = unlinkat(directory.number, temporary, 0)
    }
}
