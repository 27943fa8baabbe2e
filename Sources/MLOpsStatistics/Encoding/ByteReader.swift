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
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            guard shift < 63 else { throw malformed("the end of a number") }
            value |= UInt64(next & 0x7f) << shift
            if next < 0x80 { break }
            shift += 7
        }
        guard value <= UInt64(limit) else { throw malformed("a number up to \(limit)") }
        return Int(value)
    }

    package mutating func word() throws(MalformedProfile) -> UInt64 {
        guard remaining >= 8 else { throw malformed("a word of eight bytes") }
        var word: UInt64 = 0
        for index in 0..<8 { word |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
        offset += 8
        return word
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
