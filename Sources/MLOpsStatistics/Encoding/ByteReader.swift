/// Reads what ``ByteWriter`` wrote; whatever the bytes, it throws rather than read beyond them.
package struct ByteReader: Sendable {
    private let bytes: [UInt8]
    package private(set) var offset = 0

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package var isAtEnd: Bool { offset == bytes.count }
    /// How many bytes are left.
    package var remaining: Int { bytes.count - offset }

    package func malformed(_ expected: String) -> MalformedProfile {
        MalformedProfile(expected: expected, offset: offset)
    }

    package mutating func byte() throws(MalformedProfile) -> UInt8 {
        guard offset < bytes.count else { throw malformed("there, but the end") }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// Reads a number in 0...limit.
    package mutating func number(upTo limit: Int) throws(MalformedProfile) -> Int {
        let value = if let packed = packedNumber() { packed } else { try longNumber() }
        guard value <= UInt64(limit) else { throw malformed("a number up to \(limit)") }
        return Int(value)
    }

    // A number as nearly all are, of one byte or of less than eight: those are looked at together; nil: it is another.
    @inline(__always)
    private mutating func packedNumber() -> UInt64? {
        guard remaining >= 8 else { return nil }
        let word = loadWord()
        guard word & 0x80 != 0 else {
            offset &+= 1
            return word & 0x7f
        }
        let ends = ~word & 0x8080_8080_8080_8080
        guard ends != 0 else { return nil }
        let bits = UInt64(truncatingIfNeeded: ends.trailingZeroBitCount &+ 1)
        offset &+= Int(truncatingIfNeeded: bits &>> 3)
        let sevens = word & 0x7f7f_7f7f_7f7f_7f7f & (UInt64.max &>> (64 &- bits))
        // Neighbours move together: first by one bit, then pairs by two, then fours by four.
        let pairs = sevens & 0x007f_007f_007f_007f | (sevens & 0x7f00_7f00_7f00_7f00) &>> 1
        let fours = pairs & 0x0000_3fff_0000_3fff | (pairs & 0x3fff_0000_3fff_0000) &>> 2
        return fours & 0x0fff_ffff | (fours &>> 32) &<< 28
    }

    @inline(never)
    private mutating func longNumber() throws(MalformedProfile) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            guard shift < 63 else { throw malformed("the end of a number") }
            value |= UInt64(next & 0x7f) << shift
            if next < 0x80 { return value }
            shift += 7
        }
    }

    // Requires eight bytes.
    @inline(__always)
    private func loadWord() -> UInt64 {
        bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
    }

    /// Reads a number of at most four bytes, the lowest first.
    package mutating func number(bytes count: Int) throws(MalformedProfile) -> Int64 {
        guard count <= 4, count <= remaining else { throw malformed("a number of \(count) bytes") }
        defer { offset += count }
        guard remaining < 8 else { return Int64(truncatingIfNeeded: loadWord() & ((1 << UInt64(8 * count)) - 1)) }
        return (0..<count).reduce(0) { $0 | Int64(bytes[offset + $1]) << Int64(8 * $1) }
    }

    package mutating func word() throws(MalformedProfile) -> UInt64 {
        guard remaining >= 8 else { throw malformed("a word of eight bytes") }
        defer { offset += 8 }
        return loadWord()
    }

    package mutating func double() throws(MalformedProfile) -> Double { Double(bitPattern: try word()) }

    package mutating func string() throws(MalformedProfile) -> [UInt8] {
        let count = try number(upTo: remaining)
        guard count <= remaining else { throw malformed("a string of \(count) bytes") }
        defer { offset += count }
        return Array(bytes[offset..<offset + count])
    }

    /// Requires that all bytes were read.
    package func end() throws(MalformedProfile) {
        guard isAtEnd else { throw malformed("the end") }
    }
}
