extension Instant {
    /// Reads an RFC 3339 timestamp, `2026-03-30T03:00:00.25+02:00`.
    ///
    /// Digits beyond microseconds are cut off. A leap second, `23:59:60`, is the second after it.
    /// - Throws: ``ScheduleError/malformed(_:text:column:cause:hint:)`` with the place of the fault.
    package init(rfc3339 text: String) throws(ScheduleError) {
        var cursor = TextCursor(Array(text.utf8))
        do throws(ParseFailure) {
            self = try cursor.timestamp()
            guard cursor.isAtEnd else {
                throw ParseFailure("\"\(cursor.rest)\" follows the time", at: cursor.position)
            }
        } catch {
            throw error.error(.timestamp, in: text)
        }
    }
}

extension TextCursor {
    fileprivate mutating func timestamp() throws(ParseFailure) -> Instant {
        let start = position
        let year = try fixedNumber(digits: 4, "a year of four digits")
        try expect("-")
        let month = try fixedNumber(digits: 2, "a month of two digits", in: 1...12)
        try expect("-")
        let lastDay = CivilDate.dayCount(ofMonth: month, year: year)
        let day = try fixedNumber(digits: 2, "a day of two digits", in: 1...lastDay)
        guard take("T") || take("t") || take(" ") else {
            throw ParseFailure("\"T\" is missing", at: position, hint: "write it as 2026-03-30T01:00:00Z")
        }
        let hour = try fixedNumber(digits: 2, "an hour of two digits", in: 0...23)
        try expect(":")
        let minute = try fixedNumber(digits: 2, "a minute of two digits", in: 0...59)
        try expect(":")
        let second = try fixedNumber(digits: 2, "a second of two digits", in: 0...60)
        let microsecond = try fraction()
        let offset = try utcOffset()
        // Second 60 is arithmetic, not a value of CivilDateTime, so it is added afterwards.
        let minuteStart = CivilDateTime(year: year, month: month, day: day, hour: hour, minute: minute)
        guard minuteStart.isValid else { throw ParseFailure("there is no such date", at: start) }
        let seconds = minuteStart.secondsOfClock + Int64(second - offset)
        return Instant(microseconds: seconds * 1_000_000 + Int64(microsecond))
    }

    /// Takes `.` and digits, and returns the microseconds they mean.
    private mutating func fraction() throws(ParseFailure) -> Int {
        guard take(".") else { return 0 }
        let start = position
        let digits = takeAll { $0.isDigit }
        guard !digits.isEmpty else { throw ParseFailure("digits are missing after \".\"", at: start) }
        return digits.prefix(6).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
            * [100_000, 10_000, 1000, 100, 10, 1][min(digits.count, 6) - 1]
    }

    /// Takes `Z` or `+hh:mm`, and returns the seconds ahead of UTC.
    private mutating func utcOffset() throws(ParseFailure) -> Int {
        if take("Z") || take("z") { return 0 }
        let sign: Int
        if take("+") {
            sign = 1
        } else if take("-") {
            sign = -1
        } else {
            throw ParseFailure("the offset from UTC is missing", at: position, hint: "end it with Z or +02:00")
        }
        let hours = try fixedNumber(digits: 2, "the hours of an offset", in: 0...23)
        try expect(":")
        let minutes = try fixedNumber(digits: 2, "the minutes of an offset", in: 0...59)
        return sign * (hours * 3600 + minutes * 60)
    }

    private mutating func expect(_ literal: StaticString) throws(ParseFailure) {
        guard take(literal) else {
            throw ParseFailure("\"\(literal)\" is missing", at: position, hint: "write it as 2026-03-30T01:00:00Z")
        }
    }

    private mutating func fixedNumber(
        digits count: Int, _ noun: String, in range: ClosedRange<Int> = 0...9999
    ) throws(ParseFailure) -> Int {
        let start = position
        let digits = takeAll { $0.isDigit }
        let value = digits.prefix(4).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        guard digits.count == count, range.contains(value) else {
            throw ParseFailure("\(noun) is missing", at: start, hint: "write it as 2026-03-30T01:00:00Z")
        }
        return value
    }
}
