import Glibc
import MLOpsLinux

/// Reads a file of NUL-terminated lines, which can hold any path, one line at a time.
final class ZeroTerminatedLines {
    private static let maximumLineBytes = 64 << 10
    private static let pieceBytes = 64 << 10

    private let path: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var position = 0

    init(_ path: String) throws(RunError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw RunError(LinuxError("read", path, .system(errno))) }
    }

    deinit {
        if descriptor >= 0 { _ = close(descriptor) }
    }

    /// Returns the next line without its end, nil at the end of the file.
    ///
    /// - Throws: `system` when the file ends within a line.
    func next() throws(RunError) -> [UInt8]? {
        while true {
            if let end = buffer[position...].firstIndex(of: 0) {
                defer { position = end + 1 }
                return Array(buffer[position..<end])
            }
            guard try fill() else {
                guard position == buffer.count else { throw broken("it ends within a line") }
                return nil
            }
        }
    }

    /// Reads another piece; returns false at the end of the file.
    private func fill() throws(RunError) -> Bool {
        buffer.removeFirst(position)
        position = 0
        guard buffer.count <= Self.maximumLineBytes else { throw broken("a line is too long") }
        let count = withUnsafeTemporaryAllocation(byteCount: Self.pieceBytes, alignment: 16) { piece in
            let count = read(descriptor, piece.baseAddress, piece.count)
            if count > 0 { buffer.append(contentsOf: piece[..<count]) }
            return count
        }
        guard count >= 0 else { throw RunError(LinuxError("read", path, .system(errno))) }
        return count > 0
    }

    private func broken(_ problem: String) -> RunError {
        RunError(.system, "cannot read \"\(UntrustedText.escape(path))\": \(problem)")
    }
}
