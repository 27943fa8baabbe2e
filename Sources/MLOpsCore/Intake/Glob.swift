/// A pattern over the bytes of a relative path: `*` and `?` stay within one name, `[a-z]` and `[!a-z]` are one byte,
/// `**/` is any number of directories, `**` at the end everything below, a backslash takes the next byte literally.
///
/// Bytes, not characters, because Linux promises no encoding of names: `?` matches one byte of a longer character.
/// A bracket that is not closed stands for itself. There are no errors: every text is a pattern.
package struct Glob: Hashable, Sendable {
    enum Token: Hashable, Sendable {
        case byte(UInt8)
        case anyByte
        case oneOf(ByteSet)
        /// `*`
        case anyName
        /// `**/`
        case anyDirectories
        /// `**` that is not a whole part of a path, or its last part
        case anything
    }

    package let pattern: String
    let tokens: [Token]
    /// Whether the pattern speaks of whole paths; one without a slash speaks of a name in any directory.
    package let hasSlash: Bool

    package init(_ pattern: String) {
        self.pattern = pattern
        var parser = GlobParser(Array(pattern.utf8))
        tokens = parser.tokens()
        hasSlash = tokens.contains { $0 == .byte(UInt8(ascii: "/")) || $0 == .anyDirectories }
    }
}
