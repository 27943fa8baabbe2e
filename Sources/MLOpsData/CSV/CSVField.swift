/// Where one cell lies in a chunk of text, and how its quotes have to be read, in one word.
struct CSVField: Equatable {
    enum Form: UInt64 {
        case plain = 0
        /// The place is that between the quotes, and nothing in it needs to change.
        case quoted = 1
        /// The place is that of the whole field: it has doubled quotes, or text after the closing one.
        case escaped = 2
        /// The record ended before it.
        case missing = 3
    }

    static let maximumLength = (1 << 30) - 1
    private let word: UInt64

    /// A chunk has less than 4 GiB and a cell less than 1 GiB, as `DataLimits` sees to.
    @inline(__always)
    init(start: Int, length: Int, form: Form) {
        word =
            UInt64(truncatingIfNeeded: start) & 0xFFFF_FFFF
            | (UInt64(truncatingIfNeeded: length) & 0x3FFF_FFFF) &<< 32 | form.rawValue &<< 62
    }

    @inline(__always) var start: Int { Int(truncatingIfNeeded: word & 0xFFFF_FFFF) }
    @inline(__always) var length: Int { Int(truncatingIfNeeded: (word &>> 32) & 0x3FFF_FFFF) }
    @inline(__always) var isPlain: Bool { word &>> 62 == 0 }
    @inline(__always) var form: Form { Form(rawValue: word &>> 62) ?? .missing }
}
