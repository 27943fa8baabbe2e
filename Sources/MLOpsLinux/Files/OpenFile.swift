import CMLOpsLinux
package import Crypto
import Glibc

/// A regular file opened for reading, together with the checks that what is read is one state of it.
package final class OpenFile: Sendable {
    /// Whether somebody has the file open for writing, as the kernel answers it.
    package enum Writers: Hashable, Sendable {
        case none
        case some
        /// The kernel does not tell: a file of another owner, or a file system without leases.
        case unknown(errno: Int32)
    }

    package let path: RelativePath
    package let descriptor: Descriptor

    init(path: RelativePath, descriptor: Descriptor) {
        self.path = path
        self.descriptor = descriptor
    }

    package func status() throws(LinuxError) -> FileStatus {
        try descriptor.status(at: path)
    }

    /// Returns the SHA-256 of the content and the fingerprint it belongs to, read in pieces of 1 MiB.
    ///
    /// - Parameter expecting: When given, the file must still have this fingerprint.
    /// - Throws: `.changedWhileReading` when the file was not the same before and after.
    package func sha256(expecting: FileFingerprint? = nil) throws(LinuxError) -> (SHA256Digest, FileFingerprint) {
        let before = try status().fingerprint
        var hash = SHA256()
        var total: Int64 = 0
        // A large buffer for a small file takes longer to get than the file to hash.
        try readPieces(byteCount: Int(min(max(before.size, 4096), 1 << 20))) { piece in
            hash.update(bufferPointer: piece)
            total += Int64(piece.count)
        }
        guard try status().fingerprint == before, total == before.size, expecting ?? before == before else {
            throw LinuxError("hash", path.bytes, .changedWhileReading)
        }
        return (hash.finalize(), before)
    }

    /// Hands the content over piece by piece, from the beginning.
    package func readPieces(
        byteCount: Int = 1 << 20, _ body: (UnsafeRawBufferPointer) throws(LinuxError) -> Void
    ) throws(LinuxError) {
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 4096)
        defer { piece.deallocate() }
        var offset: off_t = 0
        while true {
            let count = pread(descriptor.number, piece.baseAddress, piece.count, offset)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw LinuxError("read", path.bytes, .system(errno)) }
            if count == 0 { return }
            offset += count
            try body(UnsafeRawBufferPointer(rebasing: piece[..<count]))
        }
    }

    /// Asks for a read lease and gives it back at once: the kernel grants it only when nobody can write (F_SETLEASE).
    package func tryReadLease() -> Writers {
        switch mlops_try_read_lease(descriptor.number) {
        case 0: .none
        case 1: .some
        default: .unknown(errno: errno)
        }
    }
}
