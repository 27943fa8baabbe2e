/// The rule in the footer of a TZif file, as POSIX writes it in `TZ`: "CET-1CEST,M3.5.0,M10.5.0/3".
struct PosixTimeZone: Hashable {
    /// The half of the year that is not standard time, and when it begins and ends.
    struct Daylight: Hashable {
        var offset: ZoneOffset
        var start: YearlyRule
        var end: YearlyRule
    }

    var standard: ZoneOffset
    var daylight: Daylight?

    /// Returns the period of constant offset that contains a second since 1970, as if the rule had always been valid.
    func period(at second: Int64) -> ZonePeriod {
        guard let daylight else {
            return ZonePeriod(start: .min, end: .max, offset: standard)
        }
        let days = second.flooredQuotientAndRemainder(dividingBy: 86_400).quotient
        let changes = changes(around: CivilDate(daysSinceEpoch: Int(days)).year, daylight)
        let following = changes.firstIndex { $0.second > second } ?? changes.count
        // Three years of changes surround the second, so these defaults serve only a rule that changes nothing.
        let current = following > 0 ? changes[following - 1] : Change(second: .min, isDaylight: false)
        let next = following < changes.count ? changes[following] : Change(second: .max, isDaylight: false)
        func offset(_ isDaylight: Bool) -> ZoneOffset { isDaylight ? daylight.offset : standard }
        return ZonePeriod(
            start: current.second,
            end: next.second,
            offset: offset(current.isDaylight),
            offsetBefore: current.second == .min ? nil : offset(!current.isDaylight).secondsFromUTC,
            offsetAfter: next.second == .max ? nil : offset(next.isDaylight).secondsFromUTC)
    }

    private struct Change {
        var second: Int64
        var isDaylight: Bool
    }

    /// The changes of a year and of the two years around it, ascending, each from one half of the year to the other.
    private func changes(around year: Int, _ daylight: Daylight) -> [Change] {
        var changes: [Change] = []
        changes.reserveCapacity(6)
        for year in (year - 1)...(year + 1) {
            let start = daylight.start.second(ofYear: year, offset: standard)
            let end = daylight.end.second(ofYear: year, offset: daylight.offset)
            let yearly = [Change(second: start, isDaylight: true), Change(second: end, isDaylight: false)]
            for change in start <= end ? yearly : yearly.reversed() { append(change, to: &changes) }
        }
        return changes
    }

    /// Appends a change, unless a nonsensical rule puts it before the last one or makes it change nothing.
    private func append(_ change: Change, to changes: inout [Change]) {
        if let last = changes.last, last.second >= change.second { changes.removeLast() }
        guard changes.last?.isDaylight != change.isDaylight else { return }
        changes.append(change)
    }
}
