/// A date and a time of day as a clock on the wall shows them.
package struct CivilDateTime: Hashable, Sendable {
    package var year: Int
    /// 1 to 12.
    package var month: Int
    /// 1 to 31.
    package var day: Int
    /// 0 to 23.
    package var hour: Int
    /// 0 to 59.
    package var minute: Int
    /// 0 to 59; there are no leap seconds.
    package var second: Int
    /// 0 to 999 999.
    package var microsecond: Int

    package init(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int = 0
    ) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.microsecond = microsecond
    }

    /// The reading of the clocks of `zone` at `instant`.
    package init(_ instant: Instant, in zone: TimeZoneRules) {
        self.init(instant, offset: zone.offset(at: instant).secondsFromUTC)
    }

    /// The reading, at `instant`, of a clock that is `offset` seconds ahead of UTC.
    init(_ instant: Instant, offset: Int) {
        let (seconds, microsecond) = instant.microseconds.flooredQuotientAndRemainder(dividingBy: 1_000_000)
        self.init(secondsOfClock: Int(seconds) + offset, microsecond: Int(microsecond))
    }

    init(_ local: LocalTime) {
        let (seconds, microsecond) = local.microseconds.flooredQuotientAndRemainder(dividingBy: 1_000_000)
        self.init(secondsOfClock: Int(seconds), microsecond: Int(microsecond))
    }

    private init(secondsOfClock seconds: Int, microsecond: Int) {
        let (days, time) = seconds.flooredQuotientAndRemainder(dividingBy: 86_400)
        let date = CivilDate(daysSinceEpoch: days)
        self.init(
            year: date.year, month: date.month, day: date.day,
            hour: time / 3600, minute: time / 60 % 60, second: time % 60, microsecond: microsecond)
    }

    /// The weekday of the date.
    package var weekday: Weekday { Weekday(daysSinceEpoch: date.daysSinceEpoch) }

    /// Whether every part is inside its range; the year is bounded to what an ``Instant`` can hold.
    package var isValid: Bool {
        (-290_000...290_000).contains(year) && (1...12).contains(month)
            && (1...CivilDate.dayCount(ofMonth: month, year: year)).contains(day)
            && (0...23).contains(hour) && (0...59).contains(minute) && (0...59).contains(second)
            && (0...999_999).contains(microsecond)
    }

    var date: CivilDate { CivilDate(year: year, month: month, day: day) }

    /// The reading as seconds of its own clock since 1970-01-01 00:00:00.
    var secondsOfClock: Int64 {
        Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    }
}

extension CivilDateTime: CustomStringConvertible {
    /// As systemd writes it: "Mon 2026-03-30 03:00:00", with six more digits only where they are not zero.
    package var description: String { "\(weekday.abbreviation) \(dateText) \(timeText)" }

    var dateText: String { "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))" }

    var timeText: String {
        let fraction = microsecond == 0 ? "" : "." + microsecond.padded(to: 6)
        return "\(hour.padded(to: 2)):\(minute.padded(to: 2)):\(second.padded(to: 2))\(fraction)"
    }
}
