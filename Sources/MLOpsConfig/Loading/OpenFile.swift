import Glibc

/// A regular file that is open for reading.
struct OpenFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    /// Opens a file without waiting for a writer, as a FIFO would have it.
    init(path: String, followingLinks: Bool) throws(FileFault) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (followingLinks ? 0 : O_NOFOLLOW))
        guard descriptor >= 0 else { throw .system(errno) }
    }

    deinit { close(descriptor) }

    func status() throws(FileFault) -> FileStatus {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
        return FileStatus(status)
    }

    /// Returns the whole content, which is the same before and after.
    ///
    /// - Throws: ``FileFault/changing`` when the file, or what its path leads to, changed meanwhile.
    func bytes(atMost maximum: Int, whileReading: () -> Void = {}) throws(FileFault) -> [UInt8] {
        let before = try status()
        guard before.isRegular else { throw .notRegular }
        guard before.size <= maximum else { throw .tooLarge(before.size) }
        var content: [UInt8] = []
        content.reserveCapacity(before.size + 1)
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(errno) }
            if count == 0 { break }
            content += chunk[..<count]
            // A file that grows for ever must not be read for ever.
            guard content.count <= maximum else { throw .tooLarge(content.count) }
        }
        whileReading()
        guard try status() == before, try FileStatus(path: path) == before, content.count == before.size else {
            throw .changing
        }
        return content
    }
}
