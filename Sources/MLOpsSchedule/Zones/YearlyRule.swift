/// A moment that comes once a year: a day and a time of day by the clock in force before it.
struct YearlyRule: Hashable {
    enum Day: Hashable {
        /// `Jn`: 1 to 365, the leap day never counted.
        case ordinalWithoutLeapDay(Int)
        /// `n`: 0 to 365, the leap day counted.
        case ordinal(Int)
        /// `Mm.w.d`: the `week`th (5: last) such weekday (0: Sunday) of a month.
        case weekday(month: Int, week: Int, day: Int)
    }

    var day: Day
    /// Seconds after midnight; from -167 to 167 hours.
    var time: Int

    /// Returns the second since 1970 of this moment in a year, on a clock with `offset`.
    func second(ofYear year: Int, offset: ZoneOffset) -> Int64 {
        Int64(daysSinceEpoch(year)) * 86_400 + Int64(time - offset.secondsFromUTC)
    }

    private func daysSinceEpoch(_ year: Int) -> Int {
        let newYear = CivilDate(year: year, month: 1, day: 1).daysSinceEpoch
        switch day {
        case .ordinalWithoutLeapDay(let ordinal):
            return newYear + ordinal - (CivilDate.isLeap(year) && ordinal >= 60 ? 0 : 1)
        case .ordinal(let ordinal):
            return newYear + ordinal
        case .weekday(let month, let week, let day):
            let first = CivilDate(year: year, month: month, day: 1).daysSinceEpoch
            // 1970-01-01 was a Thursday, day 4 of a week that begins with Sunday as 0.
            let weekdayOfFirst = (first + 4).flooredQuotientAndRemainder(dividingBy: 7).remainder
            let ordinal = (day - weekdayOfFirst + 7) % 7 + 7 * (week - 1)
            let fits = ordinal < CivilDate.dayCount(ofMonth: month, year: year)
            return first + (fits ? ordinal : ordinal - 7)
        }
    }
}
