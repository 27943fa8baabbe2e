/// Writes cells one after another into memory that was made ready for all of them.
struct TextCellWriter {
    /// Short cells are copied by 16 bytes at once.
    static let slack = 16

    private let bytes: UnsafeMutableRawBufferPointer
    private var written: Int
    private let limit: Int
    private let offsets: UnsafeMutableBufferPointer<UInt32>
    private var cells = 0

    init(
        bytes: UnsafeMutableRawBufferPointer, written: Int, limit: Int, offsets: UnsafeMutableBufferPointer<UInt32>
    ) {
        precondition(limit + Self.slack <= bytes.count, "there is no room for so many bytes")
        self.bytes = bytes
        self.written = written
        self.limit = limit
        self.offsets = offsets
    }

    /// - Parameter cell: Followed by 16 bytes that may be read.
    @inline(__always)
    mutating func append(_ cell: UnsafeRawBufferPointer) {
        precondition(cell.count <= limit &- written, "more bytes than were asked for")
        let target = bytes.baseAddress.unsafelyUnwrapped + written
        if cell.count <= 16, let source = cell.baseAddress {
            target.storeBytes(of: source.loadUnaligned(as: SIMD2<UInt64>.self), as: SIMD2<UInt64>.self)
        } else {
            UnsafeMutableRawBufferPointer(start: target, count: cell.count).copyMemory(from: cell)
        }
        written &+= cell.count
        endCell()
    }

    /// Appends a cell of as many bytes as the body returns.
    mutating func append(bytesAtMost count: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int) {
        precondition(count <= limit &- written, "more bytes than were asked for")
        written += body(UnsafeMutableRawBufferPointer(rebasing: bytes[written..<written + count]))
        endCell()
    }

    @inline(__always)
    private mutating func endCell() {
        precondition(cells < offsets.count, "more cells than were asked for")
        offsets[cells] = UInt32(truncatingIfNeeded: written)
        cells &+= 1
    }

    /// Returns how many bytes are in use.
    func finish() -> Int {
        precondition(cells == offsets.count, "fewer cells than were asked for")
        return written
    }
}
