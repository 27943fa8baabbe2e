/// The days that a pattern selects, month by month as words of bits so that decades cost microseconds.
struct DateMatcher: Hashable {
    /// Ascending.
    private let years: [Int]
    /// Bit 1 is January.
    private let months: UInt32
    private let matchesEither: Bool
    /// The selected days of a month of 28, 29, 30 and 31 days; bit 1 is the first.
    private let daysByLength: [UInt32]
    /// The days on selected weekdays, by the weekday of the first of the month.
    private let daysByFirstWeekday: [UInt32]

    init(_ pattern: CalendarPattern) {
        years = Set(pattern.year.values(in: .year)).sorted()
        months = UInt32(pattern.month.bits(in: .month))
        matchesEither = pattern.matchesEitherDay
        let isReversed = pattern.countsFromMonthEnd && !pattern.day.isAny
        let values = isReversed ? pattern.day.values(in: .dayFromMonthEnd) : pattern.day.values(in: .day)
        daysByLength = (28...31).map { length in
            values.map { isReversed ? length + 1 - $0 : $0 }
                .filter { (1...length).contains($0) }
                .reduce(0) { $0 | 1 << UInt32($1) }
        }
        daysByFirstWeekday = (0..<7).map { first in
            (1...31).filter { pattern.weekdays & 1 << UInt8((first + $0 - 1) % 7) != 0 }
                .reduce(0) { $0 | 1 << UInt32($1) }
        }
    }

    func contains(_ day: Int) -> Bool { firstDay(from: day, before: day + 1) != nil }

    /// Returns the first selected day from `start` to before `end`, in days since 1970.
    func firstDay(from start: Int, before end: Int) -> Int? {
        var candidate = firstMonth(from: Month(containing: start))
        while let month = candidate, month.firstDay < end {
            let days = month.clip(days(of: month), from: start, before: end)
            if days != 0 { return month.firstDay + days.trailingZeroBitCount - 1 }
            candidate = firstMonth(from: month.following)
        }
        return nil
    }

    /// Returns the last selected day from `start` to before `end`, in days since 1970.
    func lastDay(from start: Int, before end: Int) -> Int? {
        var candidate = lastMonth(through: Month(containing: end - 1))
        while let month = candidate, month.following.firstDay > start {
            let days = month.clip(days(of: month), from: start, before: end)
            if days != 0 { return month.firstDay + 30 - days.leadingZeroBitCount }
            candidate = lastMonth(through: month.previous)
        }
        return nil
    }

    /// Returns how many selected days there are from `start` to before `end`.
    func count(from start: Int, before end: Int) -> Int {
        var count = 0
        var candidate = firstMonth(from: Month(containing: start))
        while let month = candidate, month.firstDay < end {
            count += month.clip(days(of: month), from: start, before: end).nonzeroBitCount
            candidate = firstMonth(from: month.following)
        }
        return count
    }

    /// The fewest days from a selected day to the next, `nil` when there is only one.
    var shortestGap: Int? {
        var shortest = Int.max
        var previous: Int?
        var candidate = firstMonth(from: Month(year: years.first ?? 1970, month: 1))
        while let month = candidate, shortest > 1 {
            let days = days(of: month)
            if days != 0 {
                if let previous { shortest = min(shortest, month.firstDay + days.trailingZeroBitCount - 1 - previous) }
                shortest = (1..<min(shortest, 31)).first { days & days >> UInt32($0) != 0 } ?? shortest
                previous = month.firstDay + 30 - days.leadingZeroBitCount
            }
            candidate = firstMonth(from: month.following)
        }
        return shortest == .max ? nil : shortest
    }

    private func days(of month: Month) -> UInt32 {
        let length = CivilDate.dayCount(ofMonth: month.month, year: month.year)
        let byDate = daysByLength[length - 28]
        let byWeekday = daysByFirstWeekday[Weekday(daysSinceEpoch: month.firstDay).rawValue]
        let existing = UInt32.max >> (31 - UInt32(length))
        return (matchesEither ? byDate | byWeekday : byDate & byWeekday) & existing
    }

    /// The first month of a selected name and year that is not before `month`.
    private func firstMonth(from month: Month) -> Month? {
        let index = firstYearIndex(from: month.year)
        guard index < years.count else { return nil }
        let rest = years[index] > month.year ? months : months & .max << UInt32(month.month)
        if rest != 0 { return Month(year: years[index], month: rest.trailingZeroBitCount) }
        guard index + 1 < years.count else { return nil }
        return Month(year: years[index + 1], month: months.trailingZeroBitCount)
    }

    /// The last month of a selected name and year that is not after `month`.
    private func lastMonth(through month: Month) -> Month? {
        let index = firstYearIndex(from: month.year + 1) - 1
        guard index >= 0 else { return nil }
        let rest = years[index] < month.year ? months : months & ~(.max << UInt32(month.month + 1))
        if rest != 0 { return Month(year: years[index], month: 31 - rest.leadingZeroBitCount) }
        guard index > 0 else { return nil }
        return Month(year: years[index - 1], month: 31 - months.leadingZeroBitCount)
    }

    private func firstYearIndex(from year: Int) -> Int { years.partitionIndex { $0 >= year } }
}

extension DateMatcher {
    private struct Month {
        let year: Int
        let month: Int
        /// Days since 1970.
        let firstDay: Int

        init(year: Int, month: Int) {
            self.year = year
            self.month = month
            firstDay = CivilDate(year: year, month: month, day: 1).daysSinceEpoch
        }

        init(containing day: Int) {
            let date = CivilDate(daysSinceEpoch: day)
            self.init(year: date.year, month: date.month)
        }

        var following: Month { month == 12 ? Month(year: year + 1, month: 1) : Month(year: year, month: month + 1) }
        var previous: Month { month == 1 ? Month(year: year - 1, month: 12) : Month(year: year, month: month - 1) }

        /// Clears the bits of days before `start` or not before `end`.
        func clip(_ days: UInt32, from start: Int, before end: Int) -> UInt32 {
            // Bit 1 is `firstDay`. A smart shift by more than the width leaves nothing, as it should here.
            let kept = start > firstDay ? UInt32.max << (start - firstDay + 1) : .max
            let dropped = end > firstDay ? UInt32.max << (end - firstDay + 1) : .max
            return days & kept & ~dropped
        }
    }
}
