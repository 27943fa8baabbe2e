import Glibc
import MLOpsLinux

/// Reads a log that may still grow, line by line, with bounded memory whatever its lines are.
final class LogReader {
    /// A longer line is handed out in pieces of this size.
    static let maximumLineBytes = 64 << 10
    private static let pieceBytes = 64 << 10

    private let file: OpenFile
    private var offset: off_t
    private var buffer: [UInt8] = []
    /// Where in the buffer the next line begins.
    private var position = 0

    /// - Parameter beginning: where to begin.
    init(_ file: OpenFile, from beginning: LogBeginning) throws(LinuxError) {
        self.file = file
        offset = 0
        switch beginning {
        case .start: break
        case .lastLines(let lines): offset = try start(ofLast: max(0, lines))
        case .place(let place): offset = max(0, off_t(place))
        }
    }

    /// Where in the log, in bytes, what was not handed out yet begins: a log only grows, so that it goes on there later.
    var place: Int64 { Int64(offset) - Int64(buffer.count - position) }

    /// Returns the next whole line without its end; nil when none is there yet.
    func next() throws(LinuxError) -> [UInt8]? {
        while true {
            if let end = buffer[position...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { position = end + 1 }
                return Array(buffer[position..<end])
            }
            if buffer.count - position >= Self.maximumLineBytes { return takePiece() }
            let piece = try read(at: offset, count: Self.pieceBytes)
            guard !piece.isEmpty else { return nil }
            offset += piece.count
            buffer = buffer[position...] + piece
            position = 0
        }
    }

    /// Returns what stands after the last line end; nil when nothing does.
    ///
    /// Call it when the log grows no more.
    func rest() -> [UInt8]? {
        position == buffer.count ? nil : takePiece()
    }

    private func takePiece() -> [UInt8] {
        let end = min(buffer.count, position + Self.maximumLineBytes)
        defer { position = end }
        return Array(buffer[position..<end])
    }

    /// Looks for line ends from the end of the file backwards, one piece at a time.
    private func start(ofLast lines: Int) throws(LinuxError) -> off_t {
        let size = off_t(try file.status().fingerprint.size)
        var wanted = lines
        var position = size
        while position > 0 {
            let start = max(0, position - off_t(Self.pieceBytes))
            let piece = try read(at: start, count: position - start)
            for (index, byte) in piece.enumerated().reversed() where byte == UInt8(ascii: "\n") {
                let after = start + index + 1
                // The end of the last line begins no line.
                if after == size { continue }
                wanted -= 1
                if wanted <= 0 { return wanted < 0 ? size : after }
            }
            position = start
        }
        return lines == 0 ? size : 0
    }

    private func read(at offset: off_t, count: Int) throws(LinuxError) -> [UInt8] {
        var failure: Int32 = 0
        let piece = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let result = pread(file.descriptor.number, buffer.baseAddress, count, offset)
            filled = max(0, result)
            failure = result < 0 ? errno : 0
        }
        guard failure == 0 || failure == EINTR else { throw LinuxError("read", file.path.bytes, .system(failure)) }
        return piece
    }
}
