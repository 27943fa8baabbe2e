/// A pattern made ready for searching: the local times it selects, as a sorted sequence that is never listed.
struct PatternMatcher: Hashable {
    let dates: DateMatcher
    let times: TimeMatcher

    init(_ pattern: CalendarPattern) {
        dates = DateMatcher(pattern)
        times = TimeMatcher(pattern)
    }

    /// Returns the first selected local time from `start` to before `end`.
    func first(from start: LocalTime, before end: LocalTime) -> LocalTime? {
        guard start < end else { return nil }
        let (firstDay, firstTime) = start.dayAndTime
        let index = times.count(before: firstTime)
        // A day whose times have all passed counts no more.
        let searchStart = index < times.countPerDay ? firstDay : firstDay + 1
        guard let day = dates.firstDay(from: searchStart, before: end.dayBoundary) else { return nil }
        let found = LocalTime(day: day, timeOfDay: times[day == firstDay ? index : 0])
        return found < end ? found : nil
    }

    /// Returns the last selected local time from `start` to before `end`.
    func last(from start: LocalTime, before end: LocalTime) -> LocalTime? {
        guard start < end else { return nil }
        let (lastDay, lastTime) = end.dayAndTime
        let count = times.count(before: lastTime)
        let searchEnd = count > 0 ? lastDay + 1 : lastDay
        guard let day = dates.lastDay(from: start.dayAndTime.day, before: searchEnd) else { return nil }
        let found = LocalTime(day: day, timeOfDay: times[(day == lastDay ? count : times.countPerDay) - 1])
        return found >= start ? found : nil
    }

    /// Returns how many selected local times there are from `start` to before `end`.
    func count(from start: LocalTime, before end: LocalTime) -> Int {
        guard start < end else { return 0 }
        return count(before: end, sinceDay: start.dayAndTime.day) - count(before: start, sinceDay: start.dayAndTime.day)
    }

    func contains(_ time: LocalTime) -> Bool {
        first(from: time, before: LocalTime(microseconds: time.microseconds + 1)) != nil
    }

    private func count(before end: LocalTime, sinceDay firstDay: Int) -> Int {
        let (day, time) = end.dayAndTime
        let ofLastDay = dates.contains(day) ? times.count(before: time) : 0
        return dates.count(from: firstDay, before: day) * times.countPerDay + ofLastDay
    }
}

extension LocalTime {
    /// The first day that has no reading before this one.
    fileprivate var dayBoundary: Int {
        let (day, time) = dayAndTime
        return time == 0 ? day : day + 1
    }
}
