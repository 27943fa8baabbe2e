import CMLOpsLinux
import Glibc

/// Streams the names in a directory; memory is one buffer of the C library whatever the directory holds.
final class DirectoryListing {
    private let stream: OpaquePointer
    private let name: RelativePath

    /// Lists an open directory from its beginning, without moving that descriptor's own position.
    init(_ directory: Descriptor, name: RelativePath) throws(LinuxError) {
        // A second open description, because readdir(3) moves the offset that duplicates share.
        let copy = mlops_openat2(directory.number, ".", O_RDONLY | O_DIRECTORY | O_NONBLOCK, 0, 0)
        guard copy >= 0 else { throw LinuxError("list", name.bytes, .system(errno)) }
        guard let stream = fdopendir(copy) else {
            let code = errno
            close(copy)
            throw LinuxError("list", name.bytes, .system(code))
        }
        self.stream = stream
        self.name = name
    }

    deinit {
        closedir(stream)
    }

    struct Entry {
        let name: FileName
        /// What the directory says about it; nil where the file system does not say.
        let isDirectory: Bool?
    }

    /// Returns the next entry, nil at the end.
    func next() throws(LinuxError) -> Entry? {
        while true {
            var text: UnsafePointer<CChar>?
            var kind = MLOPS_ENTRY_UNKNOWN
            let found = mlops_read_directory(stream, &text, &kind)
            guard found >= 0 else { throw LinuxError("list", name.bytes, .system(errno)) }
            guard found == 1, let text else { return nil }
            let bytes = UnsafeRawBufferPointer(start: text, count: strlen(text))
            guard let name = FileName(bytes) else { continue }
            return Entry(name: name, isDirectory: kind == MLOPS_ENTRY_UNKNOWN ? nil : kind == MLOPS_ENTRY_DIRECTORY)
        }
    }
}
