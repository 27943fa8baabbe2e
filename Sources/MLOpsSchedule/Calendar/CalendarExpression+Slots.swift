extension CalendarExpression {
    /// Returns the first slot later than `instant`, or `nil` when there is none before the year 2200.
    package func next(after instant: Instant) -> Instant? {
        guard instant < Self.end else { return nil }
        switch rule {
        case .cadence(let cadence):
            return cadence.first(after: instant).flatMap { $0 < Self.end ? $0 : nil }
        case .pattern(let pattern, let matcher):
            return next(after: instant, of: pattern, matcher)
        }
    }

    /// Returns how many slots there are later than `instant` up to and including `end`, with the first and the last.
    ///
    /// Returns `nil` when there is none. The slots are counted by arithmetic, not visited: a century of minutes costs
    /// no more than its changes of the clocks.
    package func slots(after instant: Instant, through end: Instant) -> SlotSpan? {
        let end = min(end, Self.end)
        guard instant < end else { return nil }
        switch rule {
        case .cadence(let cadence):
            return cadence.slots(after: instant, through: end)
        case .pattern(let pattern, let matcher):
            return slots(after: instant, through: end, of: pattern, matcher)
        }
    }

    private func next(after instant: Instant, of pattern: CalendarPattern, _ matcher: PatternMatcher) -> Instant? {
        let horizon = SlotWindow.horizon
        var period = zone.period(at: max(instant.second, horizon.lowerBound))
        while true {
            if let slot = window(period, of: pattern, matcher).first(after: instant) { return slot }
            guard period.end < horizon.upperBound else { return nil }
            // Years can pass without a selected day; go straight to the period that may hold the next one. No offset
            // exceeds the reach, so neither that day nor a gap over it can come earlier.
            let rest = LocalTime(Instant(seconds: period.end), offset: -Self.offsetReach)
            guard let reading = matcher.first(from: max(rest, .first), before: .end) else { return nil }
            let earliest = reading.instant(offset: Self.offsetReach).second
            period = zone.period(at: max(period.end, earliest))
        }
    }

    private func slots(
        after instant: Instant, through end: Instant, of pattern: CalendarPattern, _ matcher: PatternMatcher
    ) -> SlotSpan? {
        var total: SlotSpan?
        var second = max(instant.second, SlotWindow.horizon.lowerBound)
        while second < SlotWindow.horizon.upperBound, Instant(seconds: second) <= end {
            let period = zone.period(at: second)
            if let span = window(period, of: pattern, matcher).slots(after: instant, through: end) {
                total = SlotSpan(
                    count: (total?.count ?? 0) + span.count, first: total?.first ?? span.first, last: span.last)
            }
            second = period.end
        }
        return total
    }

    func window(_ period: ZonePeriod, of pattern: CalendarPattern, _ matcher: PatternMatcher) -> SlotWindow {
        SlotWindow(
            period, of: matcher,
            gap: pattern.namesHours ? gap : .skip,
            overlap: pattern.isFixedTime ? overlap : .both)
    }

    /// Seconds; more than any offset from UTC.
    private static let offsetReach = 26 * 3600
}
