/// The text of one cell as it is meant, its quotes taken off.
enum CSVCell {
    /// Hands over the cell's text; nil inside: the record ended before it.
    @inline(__always)
    static func with<Result>(
        _ field: CSVField, in text: UnsafeRawPointer, _ body: (UnsafeRawBufferPointer?) -> Result
    ) -> Result {
        let raw = UnsafeRawBufferPointer(start: text + field.start, count: field.length)
        switch field.form {
        case .plain, .quoted: return body(raw)
        case .missing: return body(nil)
        case .escaped:
            return withUnsafeTemporaryAllocation(byteCount: raw.count, alignment: 1) { buffer in
                let count = unescape(raw, into: buffer)
                return body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
        }
    }

    /// Takes off the quotes around, makes doubled ones single, and keeps what follows the closing one.
    static func unescape(_ raw: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var (count, index, isInQuotes) = (0, 1, true)
        while index < raw.count {
            let byte = raw[index]
            index += 1
            if isInQuotes, byte == UInt8(ascii: "\"") {
                guard index < raw.count, raw[index] == byte else {
                    isInQuotes = false
                    continue
                }
                index += 1
            }
            buffer[count] = byte
            count += 1
        }
        return count
    }

    /// Without the spaces and tabs around it.
    @inline(__always)
    static func trimmed(_ cell: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var (start, end) = (0, cell.count)
        while start < end, isBlank(cell[start]) { start &+= 1 }
        while end > start, isBlank(cell[end &- 1]) { end &-= 1 }
        return UnsafeRawBufferPointer(rebasing: cell[start..<end])
    }

    @inline(__always) private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
