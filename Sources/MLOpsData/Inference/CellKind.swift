/// What one cell of a text could be, the narrowest first.
enum CellKind: Hashable {
    case boolean
    case integer
    /// A number with a point.
    case pointNumber
    /// What only a double holds and has neither point nor comma: `1e9`, infinity, an integer of more than 64 bits.
    case double
    /// NaN: a number in a column of numbers, null elsewhere.
    case nan
    /// A number with a comma for a point.
    case commaNumber
    case date
    case timestamp(zoned: Bool)
    /// `13/01/2024`: the day must come first; also with `.` and `-`, and with two digits for the year refused.
    case dayFirst(separator: UInt8)
    case monthFirst(separator: UInt8)
    /// `01/02/2024`.
    case dayOrMonthFirst(separator: UInt8)
    /// A list of JSON, which is kept as the text it is.
    case list
    case string

    /// - Parameter text: Without the white space around it, and no null token.
    init(_ text: UnsafeRawBufferPointer, allowsComma: Bool) {
        if let number = NumberText(text) {
            self = number.hasPoint ? .pointNumber : number.integer == nil ? .double : .integer
        } else if let word = NumberWord.value(text) {
            self = word.isNaN ? .nan : .double
        } else if BooleanText.value(text) != nil {
            self = .boolean
        } else if allowsComma, NumberText(text, point: UInt8(ascii: ",")) != nil {
            self = .commaNumber
        } else if let moment = ISOTimestamp.value(text) {
            self = moment.hasTime ? .timestamp(zoned: moment.hasZone) : .date
        } else {
            self = Self.numericDay(text) ?? .string
        }
    }

    /// A day in numbers with the year last.
    private static func numericDay(_ text: UnsafeRawBufferPointer) -> CellKind? {
        var cursor = TextCursor(text)
        guard let first = cursor.takeNumber(digits: 1...2),
            let separator = cursor.takeAny(UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-")),
            let second = cursor.takeNumber(digits: 1...2), cursor.take(separator),
            let year = cursor.takeNumber(digits: 4...4), cursor.isAtEnd
        else { return nil }
        let isDayFirst = CivilDay.number(year: year, month: second, day: first) != nil
        let isMonthFirst = CivilDay.number(year: year, month: first, day: second) != nil
        switch (isDayFirst, isMonthFirst) {
        case (true, true): return .dayOrMonthFirst(separator: separator)
        case (true, false): return .dayFirst(separator: separator)
        case (false, true): return .monthFirst(separator: separator)
        case (false, false): return nil
        }
    }
}
