extension Glob {
    /// The directory that every match lies in, as far as the pattern names it; empty: the one it is relative to.
    package var fixedDirectory: [UInt8] {
        let literal = literalPrefix
        guard let end = literal.lastIndex(of: UInt8(ascii: "/")) else { return [] }
        return Array(literal[..<end])
    }

    /// Whether matches may lie in directories below the fixed one.
    package var isDeep: Bool {
        let fixed = fixedDirectory
        return tokens.dropFirst(fixed.isEmpty ? 0 : fixed.count + 1).contains { token in
            switch token {
            case .byte(let byte): byte == UInt8(ascii: "/")
            case .anyDirectories, .anything: true
            case .anyByte, .oneOf, .anyName: false
            }
        }
    }

    private var literalPrefix: [UInt8] {
        var bytes: [UInt8] = []
        for case .byte(let byte) in tokens.prefix(while: { if case .byte = $0 { true } else { false } }) {
            bytes.append(byte)
        }
        return bytes
    }
}
