extension PosixTimeZone {
    /// Reads the value of `TZ` in the form of POSIX, with the hours of RFC 8536 (-167 to 167).
    init(parsing text: [UInt8]) throws(ParseFailure) {
        var cursor = TextCursor(text)
        let standardName = try cursor.zoneAbbreviation()
        let standardSeconds = try -cursor.clockTime(maximumHours: 24)
        let standard = ZoneOffset(
            secondsFromUTC: standardSeconds, isDaylightSaving: false, abbreviation: standardName)
        guard !cursor.isAtEnd else {
            self.init(standard: standard, daylight: nil)
            return
        }

        let daylightName = try cursor.zoneAbbreviation()
        let isHourAhead = cursor.next == UInt8(ascii: ",")
        let daylightSeconds = isHourAhead ? standardSeconds + 3600 : try -cursor.clockTime(maximumHours: 24)
        let start = try cursor.yearlyRule()
        let end = try cursor.yearlyRule()
        guard cursor.isAtEnd else { throw ParseFailure("its footer goes on after the rule", at: cursor.position) }
        let daylight = Daylight(
            offset: ZoneOffset(secondsFromUTC: daylightSeconds, isDaylightSaving: true, abbreviation: daylightName),
            start: start, end: end)
        if daylight.isPermanent(over: standard) {
            self.init(standard: daylight.offset, daylight: nil)
        } else {
            self.init(standard: standard, daylight: daylight)
        }
    }
}

extension PosixTimeZone.Daylight {
    /// Whether it begins anew when it ends, so that there is no other time (RFC 8536, 3.3.1).
    fileprivate func isPermanent(over standard: ZoneOffset) -> Bool {
        [2001, 2003, 2004].allSatisfy { year in
            end.second(ofYear: year, offset: offset) >= start.second(ofYear: year + 1, offset: standard)
        }
    }
}

extension TextCursor {
    fileprivate mutating func zoneAbbreviation() throws(ParseFailure) -> String {
        let start = position
        let isQuoted = take("<")
        let name = takeAll { byte in
            byte.isLetter
                || isQuoted && (byte.isDigit || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"))
        }
        guard name.count >= 3, !isQuoted || take(">") else {
            throw ParseFailure("its footer has no zone abbreviation", at: start)
        }
        return String(decoding: name, as: UTF8.self)
    }

    /// Takes `[+-]hh[:mm[:ss]]`, and returns seconds.
    fileprivate mutating func clockTime(maximumHours: Int) throws(ParseFailure) -> Int {
        let start = position
        let sign = take("-") ? -1 : 1
        if sign == 1 { _ = take("+") }
        var seconds = try number("an hour") * 3600
        if take(":") { seconds += try number("a minute") * 60 }
        if take(":") { seconds += try number("a second") }
        guard seconds < (maximumHours + 1) * 3600 else {
            throw ParseFailure("its footer has a time out of range", at: start)
        }
        return sign * seconds
    }

    fileprivate mutating func yearlyRule() throws(ParseFailure) -> YearlyRule {
        guard take(",") else { throw ParseFailure("its footer lacks a rule", at: position) }
        let day = try yearlyDay()
        // POSIX: two o'clock where no time is given.
        let time = take("/") ? try clockTime(maximumHours: 167) : 7200
        return YearlyRule(day: day, time: time)
    }

    private mutating func yearlyDay() throws(ParseFailure) -> YearlyRule.Day {
        if take("J") { return .ordinalWithoutLeapDay(try bounded(1...365)) }
        guard take("M") else { return .ordinal(try bounded(0...365)) }
        let month = try bounded(1...12)
        try expectDot()
        let week = try bounded(1...5)
        try expectDot()
        return .weekday(month: month, week: week, day: try bounded(0...6))
    }

    private mutating func expectDot() throws(ParseFailure) {
        guard take(".") else { throw ParseFailure("its footer has an unfinished rule", at: position) }
    }

    private mutating func bounded(_ range: ClosedRange<Int>) throws(ParseFailure) -> Int {
        let start = position
        let value = try number("a number")
        guard range.contains(value) else { throw ParseFailure("its footer has a day out of range", at: start) }
        return value
    }
}
