import CMLOpsLinux
import Glibc

/// A lock that at most one process holds, for as long as this value lives; the kernel frees it with the process.
package final class LockFile: Sendable {
    private let descriptor: Descriptor

    /// Takes the lock and writes the own pid into the file.
    ///
    /// - Parameter patience: how long a holder may take to end. A process that was killed is not gone at once, and a
    ///   child that it had just begun holds what it held until it executes its program.
    /// - Throws: `.held(byPID:)` when another process, or another part of this one, holds it.
    package init(_ path: String, patience: Duration = .zero) throws(LinuxError) {
        descriptor = try Descriptor.open(path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o644, action: "lock")
        let deadline = ContinuousClock.now.advanced(by: patience)
        while try !isTaken(path) {
            guard ContinuousClock.now < deadline else {
                throw LinuxError("lock", path, .held(byPID: Self.holder(descriptor)))
            }
            usleep(Self.pauseMicroseconds)
        }
        try writePID(path)
    }

    private static let pauseMicroseconds: UInt32 = 10_000

    private func isTaken(_ path: String) throws(LinuxError) -> Bool {
        let result = mlops_lock_take(descriptor.number)
        guard result >= 0 else { throw .last("lock", path) }
        return UInt32(result) == MLOPS_LOCK_TAKEN.rawValue
    }

    private func writePID(_ path: String) throws(LinuxError) {
        guard ftruncate(descriptor.number, 0) == 0 else { throw .last("write", path) }
        let text = Array("\(getpid())\n".utf8)
        guard pwrite(descriptor.number, text, text.count, 0) == text.count else { throw .last("write", path) }
    }

    private static func holder(_ descriptor: Descriptor) -> Int32? {
        let content = try? SmallFile.read(descriptor, name: "lock", maximumBytes: 64)  // that it is held is the news
        guard let bytes = content else { return nil }
        return Int32(String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
