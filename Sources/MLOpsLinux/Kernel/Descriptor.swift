import CMLOpsLinux
import Glibc

/// An open file descriptor, closed when the last reference goes.
///
/// A class, because handlers on other threads share it: as long as one of them can run, the number cannot be reused.
package final class Descriptor: Sendable {
    package let number: Int32

    /// Takes ownership of an open descriptor.
    package init(owning number: Int32) {
        self.number = number
    }

    deinit {
        // An error of close(2) says nothing that can be acted upon here: what must be durable was fsynced.
        _ = Glibc.close(number)
    }

    /// Returns another number for the same open file, for an owner that closes it itself.
    package func duplicate() throws(LinuxError) -> Int32 {
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw .last("duplicate", "descriptor \(number)") }
        return copy
    }

    /// Opens a path as the caller gives it, following symbolic links in it.
    static func open(
        _ path: String, _ flags: Int32, mode: mode_t = 0o640, action: String = "open"
    ) throws(LinuxError) -> Descriptor {
        try resolving(nil, path, flags, mode: mode, resolve: 0, action: action)
    }

    /// Opens a path beneath this directory; no part of it may be a symbolic link or lead out of the directory.
    func openBeneath(
        _ path: String, _ flags: Int32, mode: mode_t = 0o640, action: String = "open"
    ) throws(LinuxError) -> Descriptor {
        try Self.resolving(
            self, path, flags | O_NOFOLLOW, mode: mode,
            resolve: Int32(MLOPS_RESOLVE_NO_SYMLINKS.rawValue | MLOPS_RESOLVE_BENEATH.rawValue), action: action)
    }

    private static func resolving(
        _ directory: Descriptor?, _ path: String, _ flags: Int32, mode: mode_t, resolve: Int32, action: String
    ) throws(LinuxError) -> Descriptor {
        let number = mlops_openat2(directory?.number ?? AT_FDCWD, path, flags, mode, resolve)
        guard number >= 0 else { throw .last(action, path) }
        return Descriptor(owning: number)
    }

    /// Returns the file's status.
    func status(of name: String) throws(LinuxError) -> stat {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw .last("inspect", name) }
        return status
    }

    /// Reads at most one buffer; returns the number of bytes, 0 at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer, name: String) throws(LinuxError) -> Int {
        while true {
            let count = Glibc.read(number, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw .last("read", name) }
        }
    }

    /// Writes every byte.
    func write(_ bytes: UnsafeRawBufferPointer, name: String) throws(LinuxError) {
        var done = 0
        while done < bytes.count {
            let count = Glibc.write(number, bytes.baseAddress?.advanced(by: done), bytes.count - done)
            if count >= 0 {
                done += count
            } else if errno != EINTR {
                throw .last("write", name)
            }
        }
    }

    /// Makes what was written durable.
    ///
    /// A failed fsync is never retried: the kernel may have dropped the pages.
    func synchronize(name: String) throws(LinuxError) {
        guard fsync(number) == 0 else { throw .last("synchronize", name) }
    }
}
