/// A word of an expression and where it stands.
struct Word {
    /// The bytes of the whole text, shared by all its words, so that a long text is not copied for each.
    let whole: [UInt8]
    /// Where the word stands in it.
    let range: Range<Int>

    static func split(_ text: String) -> [Word] {
        let whole = Array(text.utf8)
        return whole.split(whereSeparator: \.isBlank).map { Word(whole: whole, range: $0.indices) }
    }

    var position: Int { range.lowerBound }

    var end: Int { range.upperBound }

    var text: String { String(decoding: whole[range], as: UTF8.self) }

    var lowercased: String { text.lowercased() }

    var cursor: TextCursor { TextCursor(whole, from: position, to: end) }

    var startsWithLetter: Bool { whole[position].isLetter }

    func contains(_ character: Unicode.Scalar) -> Bool { whole[range].contains(UInt8(ascii: character)) }

    /// Whether the word gives a point in time as seconds since 1970, "@1395716396".
    var isEpochTime: Bool { text.hasPrefix("@") && whole[range].dropFirst().first?.isDigit == true }

    /// Whether the word cannot be anything but the name of a zone: it begins with a letter and names no weekday.
    var looksLikeZone: Bool {
        guard startsWithLetter else { return false }
        let name = lowercased.prefix { $0.isASCII && $0.isLetter }
        return !Weekday.allCases.contains { name == $0.abbreviation.lowercased() || name == $0.name.lowercased() }
    }
}
