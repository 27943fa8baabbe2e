import Glibc

/// A regular file on the disk.
///
/// It is read with `pread`: a mapped file counts as resident memory, and one that is cut short while it is mapped ends
/// the process.
final class FileStorage: ByteStorage {
    let byteCount: Int64
    private let descriptor: Int32

    init(path: String) throws(DataError) {
        let opened = path.withCString { name in open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard opened >= 0 else { throw DataError(.unreadable(errno)) }
        do throws(DataError) {
            byteCount = try Self.size(of: opened)
        } catch {
            close(opened)
            throw error
        }
        descriptor = opened
    }

    /// Takes a descriptor of its own, so that the caller's may be closed at any time.
    init(descriptor: Int32) throws(DataError) {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw DataError(.unreadable(errno)) }
        do throws(DataError) {
            byteCount = try Self.size(of: copy)
        } catch {
            close(copy)
            throw error
        }
        self.descriptor = copy
    }

    deinit { close(descriptor) }

    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            if count >= 0 { return count }
            guard errno == EINTR else { throw DataError(.unreadable(errno), at: DataPlace(byte: offset)) }
        }
    }

    private static func size(of descriptor: Int32) throws(DataError) -> Int64 {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw DataError(.unreadable(errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw DataError(.unsupported("what is no regular file")) }
        return Int64(status.st_size)
    }
}
