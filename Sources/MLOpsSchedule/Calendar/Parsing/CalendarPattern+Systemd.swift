extension CalendarPattern {
    /// Reads an expression of systemd without its zone: `[weekdays] [date] [time]`, or one of its shorthands.
    init(_ words: [Word]) throws(ParseFailure) {
        if words.count == 1, let shorthand = Self.shorthands[words[0].lowercased] {
            self = shorthand
            return
        }
        guard words.count < 4 else {
            throw ParseFailure(
                "it has \(words.count) words", at: words[3].position,
                hint: "write weekdays, date and time, each at most once; cron needs five fields")
        }
        var rest = words[...]
        self = Self.midnight
        if let first = rest.first, first.startsWithLetter {
            weekdays = try Self.weekdays(first)
            rest.removeFirst()
        }
        if let date = rest.first, !date.contains(":") {
            try readDate(date)
            rest.removeFirst()
        }
        if let time = rest.first, time.contains(":") {
            try readTime(time)
            rest.removeFirst()
        }
        if let extra = rest.first {
            throw ParseFailure(
                "\"\(extra.text)\" is one word too many", at: extra.position,
                hint: "write weekdays, date and time in this order, each at most once")
        }
    }

    /// Every day at 00:00:00.
    static let midnight = CalendarPattern(hour: .only(0), minute: .only(0), second: .only(0))

    private static let shorthands: [String: CalendarPattern] = {
        var minutely = midnight
        minutely.hour = .any
        minutely.minute = .any
        var hourly = midnight
        hourly.hour = .any
        var weekly = midnight
        weekly.weekdays = 1
        func firstOf(_ months: CalendarComponent) -> CalendarPattern {
            var pattern = midnight
            pattern.month = months
            pattern.day = .only(1)
            return pattern
        }
        let halfYearly = firstOf(.only(1, 7))
        return [
            "minutely": minutely, "hourly": hourly, "daily": midnight, "weekly": weekly, "monthly": firstOf(.any),
            "quarterly": firstOf(.only(1, 4, 7, 10)), "yearly": firstOf(.only(1)), "annually": firstOf(.only(1)),
            "semiannually": halfYearly, "semi-annually": halfYearly,
            "biannually": halfYearly, "bi-annually": halfYearly,
        ]
    }()

    private mutating func readDate(_ word: Word) throws(ParseFailure) {
        guard word.contains("-") || word.contains("~") else {
            throw ParseFailure(
                "\"\(word.text)\" is neither a date nor a time", at: word.position,
                hint: "write *-*-07 for a day of the month, 07:00 for a time")
        }
        let parts = Self.dateParts(word)
        guard parts.count <= 3, !parts.dropLast().contains(where: \.isFromEnd) else {
            throw ParseFailure(
                "\"\(word.text)\" is not a date", at: word.position,
                hint: "write year-month-day, month-day, or year-month~day counted from the end of the month")
        }
        countsFromMonthEnd = parts[parts.count - 1].isFromEnd
        if parts.count == 3 { year = try parts[0].start.wholeComponent(.year) }
        month = try parts[parts.count - 2].start.wholeComponent(.month)
        day = try parts[parts.count - 1].start.wholeComponent(dayField)
        if day.isAny { countsFromMonthEnd = false }
    }

    /// Splits a date at "-" and "~"; each part is read up to the next of them.
    private static func dateParts(_ word: Word) -> [(start: TextCursor, isFromEnd: Bool)] {
        var cursor = word.cursor
        var parts = [(start: cursor, isFromEnd: false)]
        while !cursor.isAtEnd {
            if let byte = cursor.next, byte.separatesDateParts {
                cursor.advance()
                parts.append((cursor, byte == UInt8(ascii: "~")))
            } else {
                cursor.advance()
            }
        }
        return parts
    }

    private mutating func readTime(_ word: Word) throws(ParseFailure) {
        var cursor = word.cursor
        hour = try cursor.component(.hour)
        try cursor.expectColon(after: .hour)
        minute = try cursor.component(.minute)
        if !cursor.isAtEnd {
            try cursor.expectColon(after: .minute)
            second = try cursor.component(.second)
        }
        guard cursor.isAtEnd else {
            throw ParseFailure("\"\(cursor.rest)\" follows the time", at: cursor.position)
        }
    }
}

extension CalendarPattern {
    /// Reads `Mon,Wed..Fri`; a comma at the end is allowed, as in "Wed, 17:48".
    private static func weekdays(_ word: Word) throws(ParseFailure) -> UInt8 {
        var cursor = word.cursor
        var days: UInt8 = 0
        repeat {
            let start = cursor.position
            let first = try cursor.weekday()
            guard cursor.take("..") || cursor.take("-") else {
                days |= 1 << UInt8(first)
                continue
            }
            let last = try cursor.weekday()
            guard first <= last else {
                throw ParseFailure(
                    "the weekdays run backwards", at: start, hint: "the week begins on Monday: write Mon,Fri..Sun")
            }
            for day in first...last { days |= 1 << UInt8(day) }
        } while cursor.take(",") && !cursor.isAtEnd
        guard cursor.isAtEnd else {
            throw ParseFailure("\"\(cursor.rest)\" follows the weekdays", at: cursor.position)
        }
        return days
    }
}

extension TextCursor {
    /// Takes the name of a weekday, and returns 0 for Monday to 6 for Sunday.
    mutating func weekday() throws(ParseFailure) -> Int {
        let start = position
        let name = String(decoding: takeAll { $0.isLetter }, as: UTF8.self).lowercased()
        let match = Weekday.allCases.first { $0.name.lowercased() == name || $0.abbreviation.lowercased() == name }
        guard let match else {
            throw ParseFailure(
                name.isEmpty ? "a weekday is missing" : "\"\(name)\" is no weekday", at: start,
                hint: "write Mon, Tue, Wed, Thu, Fri, Sat or Sun, or their full names")
        }
        return match.rawValue
    }

    fileprivate mutating func expectColon(after field: CalendarField) throws(ParseFailure) {
        guard take(":") else {
            throw ParseFailure(
                isAtEnd ? "\":\" is missing" : "\"\(rest)\" follows the \(field.name)", at: position,
                hint: "write hour:minute or hour:minute:second, ranges with \"..\"")
        }
    }
}
