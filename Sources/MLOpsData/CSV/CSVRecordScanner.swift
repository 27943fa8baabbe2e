import Glibc

/// Finds where records of CSV text end (RFC 4180), for text that arrives in pieces, in constant memory.
///
/// A quote opens a quoted field only at a field's beginning, within it stands for itself when doubled, and text after
/// the closing quote belongs to the field. LF, CR LF and CR end a record; empty lines are nothing. So counts Python's
/// `csv`, and so count spreadsheets. Everyone who splits CSV text asks this scanner; `CSVTokeniser` goes on within.
struct CSVRecordScanner: RecordScanner, Hashable {
    private let delimiter: UInt8
    private(set) var isInQuotes = false
    /// A quote within quotes was the last byte of a piece: the next byte says what it was.
    private var endedWithQuote = false
    private var lastByte = UInt8(ascii: "\n")
    /// The last record has begun and has not ended.
    private(set) var isInRecord = false
    /// Records that have ended.
    private(set) var records: Int64 = 0

    init(delimiter: UInt8) { self.delimiter = delimiter }

    var isUnterminated: Bool { isInQuotes && !endedWithQuote }

    mutating func finish() { endRecord() }

    mutating func consume(_ piece: UnsafeRawBufferPointer) -> Int? {
        guard let base = piece.baseAddress, piece.count > 0 else { return nil }
        let hasQuotes = isInQuotes || memchr(base, Int32(UInt8(ascii: "\"")), piece.count) != nil
        return hasQuotes ? consumeQuoted(base, piece.count) : consumePlain(base, piece.count)
    }

    private mutating func consumePlain(_ base: UnsafeRawPointer, _ count: Int) -> Int? {
        let hasCarriage = memchr(base, Int32(UInt8(ascii: "\r")), count) != nil
        var follows: UInt64 = isInRecord ? 0 : 1
        var boundary = -1
        var index = 0
        while index &+ ByteScan.width <= count {
            var ends = ByteScan.matches(base + index, UInt8(ascii: "\n"))
            if hasCarriage { ends |= ByteScan.matches(base + index, UInt8(ascii: "\r")) }
            records &+= Int64((ends & ~((ends &<< 1) | follows)).nonzeroBitCount)
            follows = ends &>> 63
            if ends != 0 { boundary = index &+ 64 &- ends.leadingZeroBitCount }
            index &+= ByteScan.width
        }
        isInRecord = follows == 0
        while index < count {
            if Self.isEnd(base.load(fromByteOffset: index, as: UInt8.self)) {
                endRecord()
                boundary = index &+ 1
            } else {
                isInRecord = true
            }
            index &+= 1
        }
        lastByte = base.load(fromByteOffset: count - 1, as: UInt8.self)
        return boundary < 0 ? nil : boundary
    }

    private mutating func consumeQuoted(_ base: UnsafeRawPointer, _ count: Int) -> Int? {
        var boundary: Int?
        var index = endedWithQuote ? afterQuote(base.load(as: UInt8.self)) : 0
        while index < count {
            guard isInQuotes else {
                index = scanOutside(base, index, count, &boundary)
                continue
            }
            guard let quote = memchr(base + index, Int32(UInt8(ascii: "\"")), count &- index) else { break }
            let next = UnsafeRawPointer(quote) - base + 1
            guard next < count else {
                endedWithQuote = true
                break
            }
            index = next &+ afterQuote(base.load(fromByteOffset: next, as: UInt8.self))
        }
        lastByte = base.load(fromByteOffset: count - 1, as: UInt8.self)
        return boundary
    }

    /// Looks at the byte after a quote within quotes; returns how many bytes are used up.
    private mutating func afterQuote(_ byte: UInt8) -> Int {
        endedWithQuote = false
        isInQuotes = byte == UInt8(ascii: "\"")
        return isInQuotes ? 1 : 0
    }

    /// Goes on until a quote opens a field or the piece ends.
    private mutating func scanOutside(
        _ base: UnsafeRawPointer, _ start: Int, _ count: Int, _ boundary: inout Int?
    ) -> Int {
        var previous = start == 0 ? lastByte : base.load(fromByteOffset: start - 1, as: UInt8.self)
        var index = start
        while index < count {
            let byte = base.load(fromByteOffset: index, as: UInt8.self)
            index &+= 1
            if Self.isEnd(byte) {
                endRecord()
                boundary = index
            } else {
                isInRecord = true
                if byte == UInt8(ascii: "\""), previous == delimiter || Self.isEnd(previous) {
                    isInQuotes = true
                    return index
                }
            }
            previous = byte
        }
        return index
    }

    @inline(__always)
    private mutating func endRecord() {
        if isInRecord { records &+= 1 }
        isInRecord = false
    }

    @inline(__always)
    private static func isEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
}
