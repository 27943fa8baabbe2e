extension CalendarExpression {
    /// The shortest distance between two slots; the length of the whole calendar, 230 years, when there is only one.
    ///
    /// For patterns this is the distance on the clock; a change of the clocks can bring two slots closer once a year.
    package var period: Duration {
        switch rule {
        case .cadence(let cadence): .microseconds(cadence.step)
        case .pattern(_, let matcher): .microseconds(matcher.shortestGap.map(Int64.init) ?? LocalTime.end.microseconds)
        }
    }
}

extension PatternMatcher {
    fileprivate var shortestGap: Int? {
        let overMidnight = dates.shortestGap.map { $0 * Int(LocalTime.microsecondsPerDay) - times.spread }
        return [times.shortestGap, overMidnight].compactMap(\.self).min()
    }
}
