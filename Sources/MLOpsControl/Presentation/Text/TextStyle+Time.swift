extension TextStyle {
    /// `Mon 2026-11-23 04:00:00 CET`.
    package func absolute(_ time: Timestamp) -> String {
        let offset = offset(time)
        let civil = CivilTime(microsecondsSinceEpoch: time.microseconds + Int64(offset.seconds) * 1_000_000)
        let date = "\(civil.year.padded(4))-\(civil.month.padded(2))-\(civil.day.padded(2))"
        let clock = "\(civil.hour.padded(2)):\(civil.minute.padded(2)):\(civil.second.padded(2))"
        return "\(civil.weekday) \(date) \(clock) \(offset.abbreviation)"
    }

    /// `04:00:00`.
    package func clock(_ time: Timestamp) -> String {
        let civil = CivilTime(microsecondsSinceEpoch: time.microseconds + Int64(offset(time).seconds) * 1_000_000)
        return "\(civil.hour.padded(2)):\(civil.minute.padded(2)):\(civil.second.padded(2))"
    }

    /// `3min 20s left`, `2h ago`, `now`.
    package func relative(_ time: Timestamp) -> String {
        let seconds = time.seconds(since: now)
        guard seconds != 0 else { return "now" }
        return "\(SpanText.rough(seconds: seconds)) \(seconds > 0 ? "left" : "ago")"
    }

    /// `Mon 2026-11-23 04:00:00 CET; 2h ago`.
    package func absoluteAndRelative(_ time: Timestamp) -> String { "\(absolute(time)); \(relative(time))" }

    /// How far the clocks of two machines may be apart, in seconds, before one of them is called wrong.
    private static let usualSkew = 60.0

    /// The same of what has happened: where that is still to come by this clock, the clock was set back since.
    package func past(_ time: Timestamp) -> String {
        let seconds = time.seconds(since: now)
        guard seconds > 0 else { return relative(time) }
        return seconds <= Self.usualSkew ? "now" : "clock was set back"
    }

    /// `Mon 2026-11-23 04:00:00 CET; 2h ago`.
    package func absoluteAndPast(_ time: Timestamp) -> String { "\(absolute(time)); \(past(time))" }
}

extension CivilTime {
    /// `Mon`; never translated.
    package var weekday: String {
        let days = microsecondsSinceEpoch.quotientAndRemainder(dividingBy: 86_400_000_000)
        let day = days.quotient - (days.remainder < 0 ? 1 : 0)
        // 1970-01-01 was a Thursday.
        return ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(((day % 7) + 7) % 7)]
    }
}
