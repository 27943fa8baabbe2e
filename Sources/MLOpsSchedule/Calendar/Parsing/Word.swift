/// A word of an expression and where it stands.
struct Word {
    /// The whole text up to the end of the word.
    let bytes: [UInt8]
    /// The offset of its first byte in the whole text.
    let position: Int

    static func split(_ text: String) -> [Word] {
        let bytes = Array(text.utf8)
        return bytes.split(whereSeparator: \.isBlank).map { word in
            Word(bytes: Array(bytes[..<word.endIndex]), position: word.startIndex)
        }
    }

    var text: String { String(decoding: bytes[position...], as: UTF8.self) }

    var lowercased: String { text.lowercased() }

    var cursor: TextCursor { TextCursor(bytes, from: position) }

    var startsWithLetter: Bool { bytes[position].isLetter }

    func contains(_ character: Unicode.Scalar) -> Bool { bytes[position...].contains(UInt8(ascii: character)) }

    /// Whether the word gives a point in time as seconds since 1970, "@1395716396".
    var isEpochTime: Bool { text.hasPrefix("@") && bytes.dropFirst(position + 1).first?.isDigit == true }

    /// Whether the word cannot be anything but the name of a zone: it begins with a letter and names no weekday.
    var looksLikeZone: Bool {
        guard startsWithLetter else { return false }
        let name = lowercased.prefix { $0.isASCII && $0.isLetter }
        return !Weekday.allCases.contains { name == $0.abbreviation.lowercased() || name == $0.name.lowercased() }
    }
}
