/// Reads the text of a `Glob` once, left to right.
struct GlobParser {
    private let pattern: [UInt8]
    private var position = 0

    init(_ pattern: [UInt8]) { self.pattern = pattern }

    mutating func tokens() -> [Glob.Token] {
        var tokens: [Glob.Token] = []
        while position < pattern.count {
            let token = next()
            // Two stars in a row mean what one means and would only cost time.
            if token == .anyName, tokens.last == .anyName { continue }
            tokens.append(token)
        }
        return tokens
    }

    private mutating func next() -> Glob.Token {
        let byte = pattern[position]
        position += 1
        switch byte {
        case UInt8(ascii: "*"): return stars()
        case UInt8(ascii: "?"): return .anyByte
        case UInt8(ascii: "["): return bracket() ?? .byte(byte)
        case UInt8(ascii: "\\") where position < pattern.count:
            position += 1
            return .byte(pattern[position - 1])
        default: return .byte(byte)
        }
    }

    /// After the first star.
    private mutating func stars() -> Glob.Token {
        let startsPart = position == 1 || pattern[position - 2] == UInt8(ascii: "/")
        guard position < pattern.count, pattern[position] == UInt8(ascii: "*") else { return .anyName }
        let end = position + 1
        if end == pattern.count, startsPart {
            position = end
            return .anything
        }
        guard startsPart, pattern[end...].first == UInt8(ascii: "/") else { return .anyName }
        position = end + 1
        return .anyDirectories
    }

    /// After the opening bracket; nil, and nothing read, when it is not closed.
    private mutating func bracket() -> Glob.Token? {
        var set = ByteSet()
        var index = position
        let isNegated = index < pattern.count && [UInt8(ascii: "!"), UInt8(ascii: "^")].contains(pattern[index])
        if isNegated { index += 1 }
        let first = index
        while index < pattern.count {
            // A closing bracket that comes first is a member.
            if pattern[index] == UInt8(ascii: "]"), index > first {
                if isNegated { set.invert() }
                set.remove(UInt8(ascii: "/"))
                position = index + 1
                return .oneOf(set)
            }
            let low = pattern[index]
            let isRange =
                index + 2 < pattern.count && pattern[index + 1] == UInt8(ascii: "-")
                && pattern[index + 2] != UInt8(ascii: "]")
            let high = isRange ? pattern[index + 2] : low
            if low <= high { set.insert(low...high) }
            index += isRange ? 3 : 1
        }
        return nil
    }
}
