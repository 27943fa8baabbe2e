/// What a calendar expression says about local time, in its canonical form and without its time zone.
struct CalendarPattern: Hashable {
    /// Bit 0 is Monday.
    var weekdays: UInt8 = Self.everyWeekday
    var year = CalendarComponent.any
    var month = CalendarComponent.any
    var day = CalendarComponent.any
    var hour: CalendarComponent
    var minute: CalendarComponent
    var second: CalendarComponent
    /// Days count from the end of the month, 1 being its last.
    var countsFromMonthEnd = false
    /// A day matches when the weekday or the day of the month does, the rule of cron when both are restricted.
    var matchesEitherDay = false

    static let everyWeekday: UInt8 = 0b111_1111

    var dayField: CalendarField { countsFromMonthEnd ? .dayFromMonthEnd : .day }

    /// Whether the hours are named, so that a gap must not lose them.
    var namesHours: Bool { !hour.isElastic(in: .hour) }

    /// Whether the slots are fixed times of the day rather than a cadence that runs on through a repeated hour.
    var isFixedTime: Bool { namesHours && !minute.isElastic(in: .minute) }
}
