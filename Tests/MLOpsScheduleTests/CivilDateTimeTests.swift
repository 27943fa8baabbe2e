import MLOpsSchedule
import Testing

@Suite struct `Civil dates` {
    @Test func `D6 every day from 1890 to 2210 follows the one before`() throws {
        var instant = try Instant(rfc3339: "1890-01-01T00:00:00Z")
        let end = try Instant(rfc3339: "2210-01-01T00:00:00Z")
        var previous = CivilDateTime(instant - .seconds(86_400), in: .utc)
        var wrong: [CivilDateTime] = []
        while instant < end {
            let civil = CivilDateTime(instant, in: .utc)
            let followsWeekday = civil.weekday.rawValue == (previous.weekday.rawValue + 1) % 7
            let leadsBack = TimeZoneRules.utc.resolve(civil) == .once(instant)
            if !followsWeekday || !leadsBack || civil != dayAfter(previous) { wrong.append(civil) }
            previous = civil
            instant = instant + .seconds(86_400)
        }
        #expect(wrong.isEmpty)
        #expect(previous.description == "Sun 2209-12-31 00:00:00")
    }

    private func dayAfter(_ date: CivilDateTime) -> CivilDateTime {
        var next = date
        next.day += 1
        if next.isValid { return next }
        next.day = 1
        next.month += 1
        if next.isValid { return next }
        return CivilDateTime(year: date.year + 1, month: 1, day: 1)
    }

    @Test(arguments: [
        ("2026-02-29", false), ("2024-02-29", true), ("1900-02-29", false), ("2000-02-29", true), ("2026-04-31", false),
        ("2026-13-01", false), ("2026-00-01", false), ("2026-01-00", false),
    ])
    func `know the lengths of months`(text: String, isValid: Bool) throws {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        #expect(CivilDateTime(year: parts[0], month: parts[1], day: parts[2]).isValid == isValid)
    }

    @Test func `D6 a leap second is no time of a schedule, and its timestamp is the second after it`() throws {
        #expect(throws: ScheduleError.self) { try CalendarExpression.parse("2016-12-31 23:59:60") }
        #expect(try Instant(rfc3339: "2016-12-31T23:59:60Z") == Instant(rfc3339: "2017-01-01T00:00:00Z"))
        let everySecond = try CalendarExpression.parse("*:*:*")
        #expect(
            try everySecond.next(2, after: "2016-12-31T23:59:58Z") == ["2016-12-31T23:59:59Z", "2017-01-01T00:00:00Z"])
    }

    @Test func `D6 week 53 is a week like any other`() throws {
        let weekly = try CalendarExpression.parse("weekly")
        #expect(
            try weekly.next(3, after: "2026-12-21T00:00:00Z") == [
                "2026-12-28T00:00:00Z", "2027-01-04T00:00:00Z", "2027-01-11T00:00:00Z",
            ])
    }
}
