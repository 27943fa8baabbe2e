extension TimeZoneRules {
    /// Returns the period of constant offset that contains a second since 1970.
    func period(at second: Int64) -> ZonePeriod {
        let following = transitions.partitionIndex { $0 > second }
        guard following == transitions.count, let footer else { return recordedPeriod(before: following) }
        var period = footer.period(at: second)
        // The rule holds only from the last recorded transition on; before that stands what the file recorded.
        if let last = transitions.last, period.start <= last {
            period.start = last
            period.offsetBefore = offset(afterTransitions: transitions.count - 1).secondsFromUTC
        }
        return period
    }

    private func recordedPeriod(before following: Int) -> ZonePeriod {
        let isLast = following == transitions.count
        return ZonePeriod(
            start: following == 0 ? .min : transitions[following - 1],
            end: isLast ? .max : transitions[following],
            offset: offset(afterTransitions: following),
            offsetBefore: following == 0 ? nil : offset(afterTransitions: following - 1).secondsFromUTC,
            offsetAfter: isLast ? nil : offsetInForce(fromTransition: following).secondsFromUTC)
    }

    /// The offset at and just after a transition; after the last one it is the footer's.
    private func offsetInForce(fromTransition index: Int) -> ZoneOffset {
        if index == transitions.count - 1, let footer { return footer.period(at: transitions[index]).offset }
        return offset(afterTransitions: index + 1)
    }

    private func offset(afterTransitions count: Int) -> ZoneOffset {
        count == 0 ? offsets[0] : offsets[Int(offsetIndices[count - 1])]
    }

    /// Resolves a reading given in seconds of its own clock.
    func resolve(second: Int64, microsecond: Int64) -> LocalResolution {
        // No offset is further than this from UTC (the decoder refuses one), so no other period can matter.
        let reach: Int64 = 26 * 3600
        var occurrences: [Int64] = []
        var gapEnd: Int64?
        var period = period(at: second - reach)
        while true {
            let candidate = second - Int64(period.offset.secondsFromUTC)
            if candidate >= period.start, candidate < period.end { occurrences.append(candidate) }
            if let before = period.offsetBefore, gapEnd == nil,
                second - Int64(before) >= period.start, candidate < period.start
            {
                gapEnd = period.start
            }
            guard period.end <= second + reach else { break }
            period = self.period(at: period.end)
        }
        func instant(_ second: Int64) -> Instant { Instant(microseconds: second * 1_000_000 + microsecond) }
        if let first = occurrences.first, let last = occurrences.last {
            return first == last ? .once(instant(first)) : .repeated(first: instant(first), last: instant(last))
        }
        // Every reading either occurs or lies in a gap; the fallback only satisfies the compiler.
        return .skipped(resumesAt: Instant(seconds: gapEnd ?? second))
    }
}
