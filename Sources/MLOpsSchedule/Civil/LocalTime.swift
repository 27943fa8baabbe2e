/// A wall-clock reading as one number: the microseconds from 1970-01-01 00:00:00 on that clock.
///
/// Not a point in time: a reading can occur twice or never in a zone. Between 1970 and 2200, so sums cannot overflow.
struct LocalTime: Hashable, Comparable {
    var microseconds: Int64

    static let microsecondsPerDay: Int64 = 86_400_000_000

    init(microseconds: Int64) { self.microseconds = microseconds }

    init(day: Int, timeOfDay: Int) { microseconds = Int64(day) * Self.microsecondsPerDay + Int64(timeOfDay) }

    /// The reading at `instant` of a clock that is `offset` seconds ahead of UTC.
    init(_ instant: Instant, offset: Int) { microseconds = instant.microseconds + Int64(offset) * 1_000_000 }

    /// The days from 1970-01-01 and the microseconds since midnight.
    var dayAndTime: (day: Int, timeOfDay: Int) {
        let (day, time) = microseconds.flooredQuotientAndRemainder(dividingBy: Self.microsecondsPerDay)
        return (Int(day), Int(time))
    }

    /// Returns the instant at which a clock `offset` seconds ahead of UTC shows this reading.
    func instant(offset: Int) -> Instant { Instant(microseconds: microseconds - Int64(offset) * 1_000_000) }

    static func < (left: LocalTime, right: LocalTime) -> Bool { left.microseconds < right.microseconds }

    /// The first reading of the calendar, 1970-01-01 00:00:00.
    static let first = LocalTime(microseconds: 0)

    /// The reading after the last of the calendar, 2200-01-01 00:00:00.
    static let end = LocalTime(day: CivilDate(year: 2200, month: 1, day: 1).daysSinceEpoch, timeOfDay: 0)
}
