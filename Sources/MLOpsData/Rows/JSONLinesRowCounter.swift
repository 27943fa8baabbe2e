/// Counts the lines of JSON Lines text that hold anything but white space, in constant memory.
package struct JSONLinesRowCounter: Hashable, Sendable {
    private var rows: Int64 = 0
    private var lineHasContent = false

    package init() {}

    /// Takes the next piece of the text; pieces may end anywhere.
    package mutating func consume(_ piece: UnsafeRawBufferPointer) {
        for byte in piece {
            if byte == UInt8(ascii: "\n") {
                lineHasContent = false
            } else if !lineHasContent, !Self.isSpace(byte) {
                lineHasContent = true
                rows += 1
            }
        }
    }

    package consuming func finish() -> Int64 { rows }

    /// White space of JSON, and the bytes of a byte order mark, which no value can begin with.
    private static func isSpace(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, 0x0D, 0xEF, 0xBB, 0xBF: true
        default: false
        }
    }
}
