/// The slots of a pattern within one period of constant offset: between two changes of the clocks, local time and UTC
/// run side by side, so the slots are selected local times moved by the offset.
///
/// Windows follow each other without touching, and each yields ascending slots. That is why the slots of an
/// expression ascend strictly in UTC whatever the clocks of the zone do.
struct SlotWindow {
    let matcher: PatternMatcher
    let offset: Int
    /// The first instant of the period.
    let start: Instant
    /// The readings that may yield slots of their own, without those that the overlap policy drops.
    let readings: Range<LocalTime>
    /// The skipped readings just before, when the slots among them move to `start`.
    let shiftedGap: Range<LocalTime>?

    init(_ period: ZonePeriod, of matcher: PatternMatcher, gap: GapPolicy, overlap: OverlapPolicy) {
        self.matcher = matcher
        offset = period.offset.secondsFromUTC
        start = Instant(seconds: max(period.start, Self.horizon.lowerBound))
        let end = Instant(seconds: min(period.end, Self.horizon.upperBound))
        var first = LocalTime(start, offset: offset)
        var limit = LocalTime(end, offset: offset)
        var shiftedGap: Range<LocalTime>?
        if let before = period.offsetBefore {
            let expected = LocalTime(start, offset: before)
            if expected < first, gap == .shift { shiftedGap = expected..<first }
            if expected > first, overlap == .first { first = min(expected, limit) }
        }
        if let after = period.offsetAfter, after < offset, overlap == .last {
            limit = max(LocalTime(end, offset: after), first)
        }
        self.shiftedGap = shiftedGap
        readings = first..<max(first, limit)
    }

    /// The seconds since 1970 that can lie in the calendar's years in any zone.
    static let horizon: Range<Int64> = {
        let day: Int64 = 86_400
        return -2 * day..<LocalTime.end.microseconds / 1_000_000 + 2 * day
    }()

    /// Returns the first slot later than `instant`.
    func first(after instant: Instant) -> Instant? {
        if instant < start, firstShiftedReading != nil { return start }
        return matcher.first(from: firstReading(after: instant), before: readings.upperBound)?.instant(offset: offset)
    }

    /// Returns the slots later than `instant` up to and including `end`.
    func slots(after instant: Instant, through end: Instant) -> SlotSpan? {
        let from = firstReading(after: instant)
        let limit = min(readings.upperBound, LocalTime(end, offset: offset).following)
        let own = matcher.count(from: from, before: limit)
        let isShifted = instant < start && start <= end && firstShiftedReading != nil
        let first = isShifted ? start : matcher.first(from: from, before: limit)?.instant(offset: offset)
        guard let first else { return nil }
        let last = matcher.last(from: from, before: limit)?.instant(offset: offset)
        // A slot of the window's own at its very start is the shifted one.
        let isExtra = isShifted && !matcher.contains(LocalTime(start, offset: offset))
        return SlotSpan(count: own + (isExtra ? 1 : 0), first: first, last: last ?? first)
    }

    /// The first of the selected readings in the gap, whose slot is `start`.
    var firstShiftedReading: LocalTime? {
        shiftedGap.flatMap { matcher.first(from: $0.lowerBound, before: $0.upperBound) }
    }

    private func firstReading(after instant: Instant) -> LocalTime {
        instant < start
            ? readings.lowerBound : max(readings.lowerBound, LocalTime(instant, offset: offset).following)
    }
}

extension LocalTime {
    fileprivate var following: LocalTime { LocalTime(microseconds: microseconds + 1) }
}
