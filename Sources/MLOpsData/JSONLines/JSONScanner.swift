/// Reads the values of JSON (RFC 8259) one by one, strictly.
struct JSONScanner {
    let text: UnsafeRawPointer
    let end: Int
    var index: Int
    let maximumDepth: Int

    @inline(__always)
    var next: UInt8? { index < end ? text.load(fromByteOffset: index, as: UInt8.self) : nil }

    @inline(__always)
    mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0D { index &+= 1 }
    }

    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        index &+= 1
        return true
    }

    @inline(__always)
    mutating func expect(_ byte: UInt8, _ words: StaticString) throws(JSONProblem) {
        guard take(byte) else { throw JSONProblem(words, index) }
    }

    /// Reads a string behind its opening quote; returns whether it has escapes, and leaves its closing quote behind.
    mutating func scanString() throws(JSONProblem) -> Bool {
        var hasEscapes = false
        while true {
            skipPlain()
            switch next {
            case UInt8(ascii: "\""):
                index &+= 1
                return hasEscapes
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try scanEscape()
            case nil: throw JSONProblem("a string does not end", index)
            default: throw JSONProblem("a control character in a string", index)
            }
        }
    }

    /// Goes on to a quote, a backslash or a control character, eight bytes at once where that is possible.
    @inline(__always)
    private mutating func skipPlain() {
        while index &+ 8 <= end {
            let word = text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let quotes = DigitWord.zeroBytes(word ^ DigitWord.repeating(UInt8(ascii: "\"")))
            let escapes = DigitWord.zeroBytes(word ^ DigitWord.repeating(UInt8(ascii: "\\")))
            let controls = (word &- DigitWord.repeating(0x20)) & ~word & DigitWord.repeating(0x80)
            let found = quotes | escapes | controls
            guard found == 0 else {
                // The lowest mark is exact; borrows can only set wrong ones above it.
                index &+= found.trailingZeroBitCount &>> 3
                return
            }
            index &+= 8
        }
        while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { index &+= 1 }
    }

    private mutating func scanEscape() throws(JSONProblem) {
        index += 1
        switch next {
        case UInt8(ascii: "u"):
            index += 1
            let unit = try scanHexadecimal()
            guard unit & 0xF800 == 0xD800 else { return }
            guard unit < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")),
                try scanHexadecimal() & 0xFC00 == 0xDC00
            else { throw JSONProblem("half of a surrogate pair", index) }
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: index += 1
        default: throw JSONProblem("an escape that JSON does not know", index)
        }
    }

    private mutating func scanHexadecimal() throws(JSONProblem) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = JSONText.hexadecimal(byte) else {
                throw JSONProblem("a \\u without four digits", index)
            }
            value = value << 4 | digit
            index += 1
        }
        return value
    }

    /// Reads a number of JSON's grammar: no plus, no leading zero, digits on both sides of a point.
    mutating func scanNumber() throws(JSONProblem) {
        _ = take(UInt8(ascii: "-"))
        let first = index
        skipDigits()
        guard index > first else { throw JSONProblem("a number without digits", index) }
        guard index - first == 1 || text.load(fromByteOffset: first, as: UInt8.self) != UInt8(ascii: "0") else {
            throw JSONProblem("a number with a leading zero", first)
        }
        if take(UInt8(ascii: ".")) { try expectDigits() }
        if let byte = next, byte | 0x20 == UInt8(ascii: "e") {
            index &+= 1
            if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
            try expectDigits()
        }
    }

    @inline(__always)
    private mutating func skipDigits() {
        while let byte = next, byte &- 48 < 10 { index &+= 1 }
    }

    private mutating func expectDigits() throws(JSONProblem) {
        let first = index
        skipDigits()
        guard index > first else { throw JSONProblem("a number without digits", index) }
    }

    mutating func scanWord(_ word: StaticString) throws(JSONProblem) {
        let matches = word.withUTF8Buffer { letters in
            index + letters.count <= end
                && UnsafeRawBufferPointer(start: text + index, count: letters.count).elementsEqual(letters)
        }
        guard matches else { throw JSONProblem("a word that JSON does not know", index) }
        index += word.utf8CodeUnitCount
    }

    /// Reads a value of any kind and depth, only to see where it ends.
    mutating func scanValue(depth: Int) throws(JSONProblem) {
        guard depth <= maximumDepth else { throw JSONProblem("nested too deeply", index) }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): try scanMembers(depth)
        case UInt8(ascii: "["): try scanList(depth)
        case UInt8(ascii: "\""):
            index += 1
            _ = try scanString()
        case UInt8(ascii: "t"): try scanWord("true")
        case UInt8(ascii: "f"): try scanWord("false")
        case UInt8(ascii: "n"): try scanWord("null")
        default: try scanNumber()
        }
    }

    private mutating func scanList(_ depth: Int) throws(JSONProblem) {
        index += 1
        skipSpace()
        if take(UInt8(ascii: "]")) { return }
        while true {
            try scanValue(depth: depth + 1)
            skipSpace()
            if take(UInt8(ascii: "]")) { return }
            try expect(UInt8(ascii: ","), "a comma is missing")
        }
    }

    private mutating func scanMembers(_ depth: Int) throws(JSONProblem) {
        index += 1
        skipSpace()
        if take(UInt8(ascii: "}")) { return }
        while true {
            skipSpace()
            try expect(UInt8(ascii: "\""), "a key is missing")
            _ = try scanString()
            skipSpace()
            try expect(UInt8(ascii: ":"), "a colon is missing")
            try scanValue(depth: depth + 1)
            skipSpace()
            if take(UInt8(ascii: "}")) { return }
            try expect(UInt8(ascii: ","), "a comma is missing")
        }
    }
}
