import CMLOpsLinux
import Glibc

/// A directory that others may write into, held open; everything in it is reached relative to it and never through a
/// symbolic link, so that a swap during the work cannot lead outside (openat2(2)).
package final class SafeDirectory: Sendable {
    /// The path it was opened by.
    package let path: String
    let descriptor: Descriptor

    /// Opens the directory; no part of the path may be a symbolic link.
    ///
    /// Resolve a configured path once with `realPath`.
    package init(_ path: String) throws(LinuxError) {
        let number = mlops_openat2(
            AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_NONBLOCK, 0, Int32(MLOPS_RESOLVE_NO_SYMLINKS.rawValue))
        guard number >= 0 else { throw .last("open directory", path) }
        self.path = path
        descriptor = Descriptor(owning: number)
    }

    private init(path: String, descriptor: Descriptor) {
        self.path = path
        self.descriptor = descriptor
    }

    /// Returns the absolute path without symbolic links.
    package static func realPath(of path: String) throws(LinuxError) -> String {
        guard let resolved = realpath(path, nil) else { throw .last("resolve", path) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Device and inode of the directory itself.
    package func status() throws(LinuxError) -> FileStatus {
        FileStatus(try descriptor.status(of: path))
    }

    /// Returns what the entry is, of a symbolic link the link itself.
    package func status(of file: RelativePath) throws(LinuxError) -> FileStatus {
        // A single name leads nowhere else, so one call instead of three is as safe.
        if file.isName { return try descriptor.status(ofName: file) }
        return try open(file, MLOPS_O_PATH | O_NOFOLLOW, action: "inspect").status(at: file)
    }

    /// Opens a regular file for reading, and nothing else: a FIFO does not block, a device is not touched (C17).
    package func openFile(_ file: RelativePath) throws(LinuxError) -> OpenFile {
        // O_NONBLOCK keeps a FIFO from blocking; the kind is then read from the open file, not from a name.
        let descriptor: Descriptor
        do throws(LinuxError) {
            descriptor = try open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, action: "open")
        } catch {
            guard error.code == ELOOP || error.code == ENXIO else { throw error }
            let found = try? status(of: file).kind  // without it the first error is told
            guard let kind = found, kind != .regular else { throw error }
            throw LinuxError("open", file.bytes, .notRegularFile(kind))
        }
        let status = try descriptor.status(at: file)
        guard status.kind == .regular else { throw LinuxError("open", file.bytes, .notRegularFile(status.kind)) }
        return OpenFile(path: file, descriptor: descriptor)
    }

    /// Opens a directory below this one.
    package func directory(_ below: RelativePath) throws(LinuxError) -> SafeDirectory {
        let opened = try open(below, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_NOFOLLOW, action: "open directory")
        return SafeDirectory(path: path + "/" + below.description, descriptor: opened)
    }

    func open(
        _ file: RelativePath, _ flags: Int32, mode: mode_t = 0, action: String
    ) throws(LinuxError) -> Descriptor {
        let number = file.withCString { name in
            mlops_openat2(
                descriptor.number, name, flags, mode,
                Int32(MLOPS_RESOLVE_NO_SYMLINKS.rawValue | MLOPS_RESOLVE_BENEATH.rawValue))
        }
        guard number >= 0 else {
            let code = errno
            throw LinuxError(action, file.bytes, .system(code))
        }
        return Descriptor(owning: number)
    }
}

extension Descriptor {
    /// Returns what an entry of this directory is, of a symbolic link the link itself.
    func status(of name: FileName, at path: RelativePath) throws(LinuxError) -> FileStatus {
        var status = stat()
        let text = name.bytes.map { CChar(bitPattern: $0) } + [0]
        guard fstatat(number, text, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            let code = errno
            throw LinuxError("inspect", path.bytes, .system(code))
        }
        return FileStatus(status)
    }

    /// - Parameter name: a path of one part.
    func status(ofName name: RelativePath) throws(LinuxError) -> FileStatus {
        var status = stat()
        guard name.withCString({ fstatat(number, $0, &status, AT_SYMLINK_NOFOLLOW) }) == 0 else {
            let code = errno
            throw LinuxError("inspect", name.bytes, .system(code))
        }
        return FileStatus(status)
    }

    func status(at path: RelativePath) throws(LinuxError) -> FileStatus {
        var status = stat()
        guard fstat(number, &status) == 0 else {
            let code = errno
            throw LinuxError("inspect", path.bytes, .system(code))
        }
        return FileStatus(status)
    }
}
