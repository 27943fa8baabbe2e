import CMLOpsLinux
import Glibc

/// Files that are there whole, or not at all, also after power loss.
package enum DurableFile {
    /// Replaces or creates a file: written beside it, synchronised, renamed over it, directory synchronised.
    ///
    /// - Parameter permissions: Mode bits of the new file, not reduced by the umask.
    package static func write(
        _ content: some Sequence<UInt8>, to path: String, permissions: UInt32 = 0o640
    ) throws(LinuxError) {
        let place = try FilePlace(path)
        let temporary = TemporaryName.make(for: place.name)
        do throws(LinuxError) {
            let file = try place.directory.openBeneath(
                temporary, O_WRONLY | O_CREAT | O_EXCL, mode: mode_t(permissions), action: "create")
            guard fchmod(file.number, mode_t(permissions)) == 0 else { throw .last("set permissions of", path) }
            let bytes = Array(content)
            try writeAll(bytes, to: file, name: path)
            try file.synchronize(name: path)
            try place.replace(from: temporary)
        } catch {
            place.discard(temporary)
            throw error
        }
    }

    /// Returns the content of a regular file; its last part may not be a symbolic link.
    package static func read(_ path: String, maximumBytes: Int) throws(LinuxError) -> [UInt8] {
        let file = try Descriptor.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, action: "read")
        let kind = FileKind(mode: try file.status(of: path).st_mode)
        guard kind == .regular else { throw LinuxError("read", path, .notRegularFile(kind)) }
        return try SmallFile.read(file, name: path, maximumBytes: maximumBytes)
    }

    private static func writeAll(_ bytes: [UInt8], to file: Descriptor, name: String) throws(LinuxError) {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(LinuxError) in try file.write(buffer, name: name) }
        }
        try result.get()
    }
}
