/// A read position in the bytes of a text; the one way the parsers of this module look at their input.
struct TextCursor {
    let bytes: [UInt8]
    private(set) var position: Int
    let end: Int

    init(_ bytes: [UInt8], from start: Int = 0, to end: Int? = nil) {
        self.bytes = bytes
        self.position = start
        self.end = end ?? bytes.count
    }

    var isAtEnd: Bool { position >= end }

    /// The next byte, not yet taken.
    var next: UInt8? { position < end ? bytes[position] : nil }

    /// The bytes not yet taken, for messages.
    var rest: String { String(decoding: bytes[position..<end], as: UTF8.self) }

    mutating func advance() { position += 1 }

    /// Takes `literal` if the text goes on with it.
    mutating func take(_ literal: StaticString) -> Bool {
        guard position + literal.utf8CodeUnitCount <= end else { return false }
        for index in 0..<literal.utf8CodeUnitCount where bytes[position + index] != literal.utf8Start[index] {
            return false
        }
        position += literal.utf8CodeUnitCount
        return true
    }

    /// Takes the longest run of bytes that satisfy `belongs`.
    mutating func takeAll(where belongs: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = position
        while let byte = next, belongs(byte) { position += 1 }
        return bytes[start..<position]
    }

    /// Takes a decimal number without a sign.
    ///
    /// - Parameters:
    ///   - noun: What the number stands for, for the message.
    ///   - limit: The largest number; the default is far above every bound of this module and far below an overflow.
    mutating func number(_ noun: String, limit: Int = 1_000_000_000_000_000) throws(ParseFailure) -> Int {
        let start = position
        let digits = takeAll { $0.isDigit }
        guard !digits.isEmpty else {
            throw ParseFailure(isAtEnd ? "\(noun) is missing" : "\"\(rest)\" is not \(noun)", at: start)
        }
        var value = 0
        for digit in digits.map({ Int($0 - UInt8(ascii: "0")) }) {
            guard value <= (limit - digit) / 10 else { throw ParseFailure("the number is too large", at: start) }
            value = value * 10 + digit
        }
        return value
    }
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
