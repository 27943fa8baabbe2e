import Glibc

/// Finds the lines of JSON Lines text that hold anything but white space.
///
/// A value of JSON has no line end inside a string, so every line end ends a record.
struct JSONLinesScanner: RecordScanner, Hashable {
    private(set) var records: Int64 = 0
    private var lineHasContent = false

    var isUnterminated: Bool { false }

    mutating func consume(_ piece: UnsafeRawBufferPointer) -> Int? {
        var index = 0
        var boundary: Int?
        while index < piece.count {
            if lineHasContent {
                guard let base = piece.baseAddress, let end = memchr(base + index, 0x0A, piece.count - index) else {
                    break
                }
                index = UnsafeRawPointer(end) - base + 1
                boundary = index
                finish()
            } else {
                lineHasContent = !Self.isSpace(piece[index])
                index += 1
                if !lineHasContent, piece[index - 1] == 0x0A { boundary = index }
            }
        }
        return boundary
    }

    mutating func finish() {
        if lineHasContent { records += 1 }
        lineHasContent = false
    }

    /// White space of JSON, and the bytes of a byte order mark, which no value can begin with.
    static func isSpace(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF: true
        default: false
        }
    }
}
