/// A strict reader of JSON (RFC 8259) written by others: refuses what parsers disagree about, such as repeated keys,
/// numbers beyond a Double, lone surrogates and bytes that are not UTF-8, and never nests deeper than it is told.
struct JSONReader {
    struct Failure: Error, Hashable {
        /// Counted from 1.
        let line: Int
        let column: Int
        let problem: String
    }

    static let maximumNumberLength = 1024

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    private let maximumDepth: Int

    init(_ bytes: [UInt8], maximumDepth: Int = 64) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    /// Reads an object; `member` must read the value of each key, with `number` or `skipValue`.
    mutating func object(
        _ member: (String, inout JSONReader) throws(Failure) -> Void
    ) throws(Failure) {
        try expect(UInt8(ascii: "{"), "an object in braces")
        try enter()
        var keys: Set<String> = []
        skipSpace()
        if !take(UInt8(ascii: "}")) {
            repeat {
                skipSpace()
                let start = position
                let key = try string()
                guard keys.insert(key).inserted else { throw failure("the key \"\(key)\" stands twice", at: start) }
                skipSpace()
                try expect(UInt8(ascii: ":"), "a colon")
                skipSpace()
                try member(key, &self)
                skipSpace()
            } while take(UInt8(ascii: ","))
            try expect(UInt8(ascii: "}"), "a comma or a closing brace")
        }
        depth -= 1
    }

    /// Whether the next value is an object.
    var isAtObject: Bool { peek == UInt8(ascii: "{") }

    /// Whether the next value is a number.
    var isAtNumber: Bool {
        peek.map { $0 == UInt8(ascii: "-") || Self.isDigit($0) } ?? false
    }

    /// Whether the next value is a text.
    var isAtText: Bool { peek == UInt8(ascii: "\"") }

    /// What the next value is, by its first character; one that is wrong is found when it is read.
    var kind: String {
        switch peek {
        case UInt8(ascii: "{"): "an object"
        case UInt8(ascii: "["): "a list"
        case UInt8(ascii: "\""): "a text"
        case UInt8(ascii: "t"), UInt8(ascii: "f"): "true or false"
        default: isAtNumber ? "a number" : "null"
        }
    }

    /// Returns the next value, which must be a text.
    mutating func text() throws(Failure) -> String { try string() }

    /// Returns the next value, which must be a number that a Double holds.
    mutating func number() throws(Failure) -> Double {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        guard position - start <= Self.maximumNumberLength else { throw failure("the number is too long", at: start) }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let value = Double(text), value.isFinite else { throw failure("the number is too large", at: start) }
        return value
    }

    /// Reads a value of any kind and forgets it.
    mutating func skipValue() throws(Failure) {
        switch peek {
        case UInt8(ascii: "{"):
            try object { (_, reader) throws(Failure) in try reader.skipValue() }
        case UInt8(ascii: "["):
            try skipArray()
        case UInt8(ascii: "\""):
            _ = try string()
        default:
            if isAtNumber { _ = try number() } else { try skipWord() }
        }
    }

    /// Fails unless only white space is left.
    mutating func end() throws(Failure) {
        skipSpace()
        guard position == bytes.count else { throw failure("something stands after the end of the document") }
    }

    mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    private mutating func skipArray() throws(Failure) {
        try expect(UInt8(ascii: "["), "an array")
        try enter()
        skipSpace()
        if !take(UInt8(ascii: "]")) {
            repeat {
                skipSpace()
                try skipValue()
                skipSpace()
            } while take(UInt8(ascii: ","))
            try expect(UInt8(ascii: "]"), "a comma or a closing bracket")
        }
        depth -= 1
    }

    private mutating func skipWord() throws(Failure) {
        for word in ["true", "false", "null"] where bytes[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return
        }
        throw failure(
            peek == nil ? "the document ends too early" : "a value must stand here (NaN and Infinity are none)")
    }

    private mutating func string() throws(Failure) -> String {
        let start = position
        try expect(UInt8(ascii: "\""), "a text in quotes")
        var content: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw failure("the text is not valid UTF-8", at: start)
                }
                return text
            case UInt8(ascii: "\\"): content += try escape().utf8
            case 0..<0x20: throw failure("a control character in a text must be escaped", at: position - 1)
            default: content.append(byte)
            }
        }
        throw failure("the text does not end", at: start)
    }

    private mutating func escape() throws(Failure) -> String {
        guard let byte = peek else { throw failure("the document ends too early") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(UnicodeScalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw failure("there is no such escape in JSON", at: position - 1)
        }
    }

    private mutating func unicodeEscape() throws(Failure) -> String {
        let start = position
        let first = try hexadecimal()
        var units = [first]
        if UTF16.isLeadSurrogate(first), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
            units.append(try hexadecimal())
        }
        guard let text = String(validating: units, as: UTF16.self) else {
            throw failure("half of a surrogate pair stands alone", at: start)
        }
        return text
    }

    private mutating func hexadecimal() throws(Failure) -> UInt16 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy(Self.isHexDigit),
            let value = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw failure("four hexadecimal digits must stand here") }
        position += 4
        return value
    }

    private mutating func digits() throws(Failure) {
        let start = position
        while let byte = peek, Self.isDigit(byte) { position += 1 }
        guard position > start else { throw failure("a digit must stand here") }
    }

    private mutating func enter() throws(Failure) {
        depth += 1
        guard depth <= maximumDepth else { throw failure("it nests deeper than \(maximumDepth) levels") }
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: UInt8, _ what: String) throws(Failure) {
        guard take(byte) else { throw failure("\(what) must stand here") }
    }

    func failure(_ problem: String, at offset: Int? = nil) -> Failure {
        let before = bytes[..<(offset ?? position)]
        let line = before.count { $0 == 0x0a }
        let column = before.count - (before.lastIndex(of: 0x0a).map { $0 + 1 } ?? 0)
        return Failure(line: line + 1, column: column + 1, problem: problem)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
}
