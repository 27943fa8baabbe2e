/// Counts the records of CSV text (RFC 4180) that arrives in pieces, in constant memory.
///
/// A quote opens a quoted field only at a field's beginning, within it stands for itself when doubled, and text after
/// the closing quote belongs to the field. LF, CR LF and CR end a record; empty lines and a byte order mark are
/// nothing. So counts Python's `csv`, and so count spreadsheets.
package struct CSVRowCounter: Hashable, Sendable {
    private enum State: Hashable {
        case recordStart, fieldStart, unquoted, quoted, quoteInQuoted
        /// A line feed now belongs to the carriage return before it.
        case afterCarriageReturn
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let delimiter: UInt8
    private let hasHeader: Bool
    private var state = State.recordStart
    private var markBytesSeen = 0
    private var records: Int64 = 0

    package init(delimiter: UInt8 = UInt8(ascii: ","), hasHeader: Bool = true) {
        self.delimiter = delimiter
        self.hasHeader = hasHeader
    }

    /// Takes the next piece of the text; pieces may end anywhere.
    package mutating func consume(_ piece: UnsafeRawBufferPointer) {
        var index = skipMark(piece)
        while index < piece.count {
            switch state {
            case .recordStart, .afterCarriageReturn: index = startRecord(piece, index)
            case .fieldStart: startField(piece[index]); index += 1
            case .unquoted: index = skipUnquoted(piece, index)
            case .quoted: index = skipQuoted(piece, index)
            case .quoteInQuoted: afterQuote(piece[index]); index += 1
            }
        }
    }

    /// Returns the number of records after the header.
    package consuming func finish() throws(RowCountError) -> Int64 {
        guard state != .quoted else { throw .unterminatedQuote(record: records) }
        return hasHeader ? max(0, records - 1) : records
    }

    private mutating func skipMark(_ piece: UnsafeRawBufferPointer) -> Int {
        var index = 0
        while markBytesSeen < 3, index < piece.count {
            guard piece[index] == Self.byteOrderMark[markBytesSeen] else {
                // What looked like a mark was the beginning of a field.
                if markBytesSeen > 0 { beginRecord(.unquoted) }
                markBytesSeen = 3
                break
            }
            markBytesSeen += 1
            index += 1
        }
        return index
    }

    private mutating func beginRecord(_ next: State) {
        records += 1
        state = next
    }

    private mutating func startRecord(_ piece: UnsafeRawBufferPointer, _ index: Int) -> Int {
        let byte = piece[index]
        switch byte {
        case UInt8(ascii: "\n"): state = .recordStart
        case UInt8(ascii: "\r"): state = .afterCarriageReturn
        default:
            records += 1
            startField(byte)
        }
        return index + 1
    }

    private mutating func startField(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): state = .quoted
        default: inField(byte)
        }
    }

    private mutating func inField(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\n"): state = .recordStart
        case UInt8(ascii: "\r"): state = .afterCarriageReturn
        case delimiter: state = .fieldStart
        default: state = .unquoted
        }
    }

    private mutating func afterQuote(_ byte: UInt8) {
        if byte == UInt8(ascii: "\"") { state = .quoted } else { inField(byte) }
    }

    /// The two loops that see nearly every byte.
    private mutating func skipUnquoted(_ piece: UnsafeRawBufferPointer, _ start: Int) -> Int {
        var index = start
        while index < piece.count {
            let byte = piece[index]
            index += 1
            if byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                inField(byte)
                return index
            }
        }
        return index
    }

    private mutating func skipQuoted(_ piece: UnsafeRawBufferPointer, _ start: Int) -> Int {
        var index = start
        while index < piece.count {
            index += 1
            if piece[index - 1] == UInt8(ascii: "\"") {
                state = .quoteInQuoted
                return index
            }
        }
        return index
    }
}
