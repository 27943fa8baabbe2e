import Glibc
import MLOpsLinux

/// A file written from its beginning through one buffer.
///
/// It is not made durable: what lies in a run's directory can be made again from the record, and a wait for the disk
/// would delay every start.
final class BufferedFile {
    private static let capacity = 64 << 10

    let descriptor: Int32
    private let path: String
    private var buffer: [UInt8] = []

    /// Replaces what the file held.
    init(_ path: String) throws(LinuxError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
        let size = descriptor < 0 ? -1 : lseek(descriptor, 0, SEEK_END)
        // Cut only if there is something: ext4 writes a file that was cut to the disk when it is closed.
        guard size == 0 || size > 0 && ftruncate(descriptor, 0) == 0 && lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw LinuxError("write", path, .system(errno))
        }
    }

    deinit {
        // An error here would tell of a write that `flush` has reported already.
        if descriptor >= 0 { _ = close(descriptor) }
    }

    func write(_ text: String) throws(LinuxError) { try write { $0 += text.utf8 } }

    /// - Parameter append: adds to the end of what waits to be written, and changes nothing else in it.
    func write(_ append: (inout [UInt8]) -> Void) throws(LinuxError) {
        append(&buffer)
        if buffer.count >= Self.capacity { try flush() }
    }

    /// Hands everything to the kernel; the file is whole afterwards.
    func flush() throws(LinuxError) {
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw LinuxError("write", path, .system(errno))
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
