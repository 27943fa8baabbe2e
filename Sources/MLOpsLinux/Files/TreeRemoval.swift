import CMLOpsLinux
import Glibc

/// Removes directory trees without ever following a link out of them.
package enum TreeRemoval {
    /// Removes a file or a tree; that it is absent is no error.
    package static func remove(_ path: String) throws(LinuxError) {
        let place = try FilePlace(path)
        guard let name = FileName(place.name) else { return }
        try remove(name.bytes, in: place.directory)
    }

    static func remove(_ name: FileName, in directory: SafeDirectory) throws(LinuxError) {
        try remove(name.bytes, in: directory.descriptor)
    }

    private static func remove(_ name: [UInt8], in parent: Descriptor) throws(LinuxError) {
        let text = name.map { CChar(bitPattern: $0) } + [0]
        if unlinkat(parent.number, text, 0) == 0 || errno == ENOENT { return }
        guard errno == EISDIR || errno == EPERM else { throw LinuxError("remove", name, .system(errno)) }
        try removeContents(name, text, in: parent)
        guard unlinkat(parent.number, text, AT_REMOVEDIR) == 0 || errno == ENOENT else {
            throw LinuxError("remove", name, .system(errno))
        }
    }

    private static func removeContents(_ name: [UInt8], _ text: [CChar], in parent: Descriptor) throws(LinuxError) {
        let number = mlops_openat2(
            parent.number, text, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0,
            Int32(MLOPS_RESOLVE_NO_SYMLINKS.rawValue | MLOPS_RESOLVE_BENEATH.rawValue))
        guard number >= 0 else { throw LinuxError("remove", name, .system(errno)) }
        let folder = Descriptor(owning: number)
        // Stored trees are read-only; an entry can be removed only from a directory that can be written.
        _ = fchmod(folder.number, 0o700)
        let listing = try DirectoryListing(folder, name: RelativePath(name) ?? .root)
        while let entry = try listing.next() { try remove(entry.name.bytes, in: folder) }
    }
}
