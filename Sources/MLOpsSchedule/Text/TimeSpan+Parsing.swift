extension TimeSpan {
    /// A span as it was read.
    struct Parsed {
        var microseconds: Int64 = 0
        /// Whether months or years were written, which are averages.
        var isCalendrical = false
    }

    static func parse(_ cursor: inout TextCursor) throws(ParseFailure) -> Parsed {
        var span = Parsed()
        cursor.skipBlanks()
        repeat {
            let start = cursor.position
            let number = try cursor.decimal()
            cursor.skipBlanks()
            let unit = try cursor.spanUnit()
            cursor.skipBlanks()
            guard let length = number.times(unit.microseconds), length <= longest - span.microseconds else {
                throw ParseFailure("the span is too long", at: start, hint: "no span is longer than 200000 years")
            }
            span.microseconds += length
            span.isCalendrical = span.isCalendrical || unit == .month || unit == .year
        } while !cursor.isAtEnd
        return span
    }

    /// Keeps sums with any instant of the calendar within 64 bits.
    private static let longest = 200_000 * SpanUnit.year.microseconds
}

extension TextCursor {
    mutating func skipBlanks() { _ = takeAll(where: \.isBlank) }

    /// Takes the name of a unit; where there is none, the unit is the second.
    fileprivate mutating func spanUnit() throws(ParseFailure) -> SpanUnit {
        let start = position
        let name = takeAll { $0.isLetter || $0 >= 0x80 }
        guard !name.isEmpty else { return .second }
        let unit = SpanUnit.allCases.first { $0.spellings.contains { $0.utf8.elementsEqual(name) } }
        guard let unit else {
            throw ParseFailure(
                "\"\(String(decoding: name, as: UTF8.self))\" is no unit of time", at: start,
                hint: "use us, ms, s, min, h, d, w, month or y")
        }
        return unit
    }
}
