import CMLOpsLinux
import Glibc

/// The bounded output of a command.
struct CommandCapture {
    private(set) var output: [UInt8] = []
    private(set) var errorOutput: [UInt8] = []
    private(set) var droppedBytes = 0
    private let maximumBytes: Int

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    /// Reads what is waiting, at most one piece; returns false when nothing is or nothing more will come.
    mutating func readOutput(_ pipe: Descriptor) -> Bool {
        Self.read(pipe, into: &output, maximumBytes: maximumBytes, dropped: &droppedBytes)
    }

    mutating func readErrorOutput(_ pipe: Descriptor) -> Bool {
        Self.read(pipe, into: &errorOutput, maximumBytes: maximumBytes, dropped: &droppedBytes)
    }

    private static func read(
        _ pipe: Descriptor, into bytes: inout [UInt8], maximumBytes: Int, dropped: inout Int
    ) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 64 * 1024, alignment: 16) { piece in
            let count = Glibc.read(pipe.number, piece.baseAddress, piece.count)
            guard count > 0 else { return false }
            let kept = min(count, maximumBytes - bytes.count)
            bytes.append(contentsOf: piece[..<kept])
            dropped += count - kept
            return true
        }
    }
}
