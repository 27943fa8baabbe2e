/// Where one value of a line lies in a chunk of text, and what it is, in one word.
struct JSONCell: Equatable {
    enum Kind: UInt64 {
        /// The line has no such key, or null.
        case missing = 0
        case yes, no, number
        /// The place is that between the quotes.
        case text
        /// The same, with escapes in it.
        case escapedText
        case list
        /// The line is no object: none of its cells means anything.
        case malformed
    }

    private let word: UInt64

    static let missing = JSONCell(.missing, start: 0, end: 0)
    static let malformed = JSONCell(.malformed, start: 0, end: 0)

    /// A chunk has less than 4 GiB and a line less than 512 MiB, as `DataLimits` sees to.
    @inline(__always)
    init(_ kind: Kind, start: Int, end: Int) {
        word =
            UInt64(truncatingIfNeeded: start) & 0xFFFF_FFFF
            | (UInt64(truncatingIfNeeded: end &- start) & 0x1FFF_FFFF) &<< 32 | kind.rawValue &<< 61
    }

    @inline(__always) var start: Int { Int(truncatingIfNeeded: word & 0xFFFF_FFFF) }
    @inline(__always) var length: Int { Int(truncatingIfNeeded: (word &>> 32) & 0x1FFF_FFFF) }
    @inline(__always) var kind: Kind { Kind(rawValue: word &>> 61) ?? .malformed }
}
