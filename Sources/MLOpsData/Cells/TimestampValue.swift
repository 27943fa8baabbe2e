/// A moment as read from text, before it is known what the column is.
struct TimestampValue: Hashable {
    /// Since 1970-01-01; UTC when a zone was given.
    var microseconds: Int64
    var hasTime: Bool
    var hasZone: Bool
}

/// The parts of a moment while its text is read.
struct TimestampParts {
    var year = 1970
    var month = 1
    var day = 1
    var hour = 0
    var minute = 0
    var second = 0
    var microsecond = 0
    var offsetMinutes: Int?
    var isAfternoon: Bool?

    /// nil: there is no such day or time.
    ///
    /// A leap second is the first of the next minute.
    var microseconds: Int64? {
        guard let days = CivilDay.number(year: year, month: month, day: day), let hour = hourOfDay,
            (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        let seconds = Int64(hour * 3600 + minute * 60 + second) - Int64(offsetMinutes ?? 0) * 60
        return days * CivilDay.microseconds + seconds * 1_000_000 + Int64(microsecond)
    }

    private var hourOfDay: Int? {
        guard let isAfternoon else { return (0...23).contains(hour) ? hour : nil }
        guard (1...12).contains(hour) else { return nil }
        return hour % 12 + (isAfternoon ? 12 : 0)
    }
}
