import FoundationEssentials
import Glibc
import MLOpsControl

/// A file that gets its name when it is whole and on the disk, and only where there is none of that name.
final class NewFile {
    private let path: String
    private let descriptor: Int32

    private var temporary: String { path + ".partial" }

    /// - Throws: when there is a file of that name, or none can be made; another attempt that broke off is replaced.
    init(_ path: String) throws(CommandFailure) {
        self.path = path
        guard access(path, F_OK) != 0 else { throw Self.failure(path, "it exists already") }
        unlink(path + ".partial")
        descriptor = open(path + ".partial", O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path, SystemErrorText.text(errno)) }
    }

    deinit {
        close(descriptor)
        unlink(temporary)
    }

    func append(_ data: Data) throws(CommandFailure) {
        let code = data.withUnsafeBytes { (bytes) -> Int32 in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno != EINTR { return errno }
                rest = rest.dropFirst(max(0, count))
            }
            return 0
        }
        guard code == 0 else { throw Self.failure(path, SystemErrorText.text(code)) }
    }

    func publish() throws(CommandFailure) {
        guard fsync(descriptor) == 0 else { throw Self.failure(path, SystemErrorText.text(errno)) }
        guard access(path, F_OK) != 0 else { throw Self.failure(path, "it exists already") }
        guard rename(temporary, path) == 0 else { throw Self.failure(path, SystemErrorText.text(errno)) }
    }

    private static func failure(_ path: String, _ cause: String) -> CommandFailure {
        CommandFailure(.negative, "cannot write \"\(path)\": \(cause); nothing is written")
    }
}
