extension Cadence {
    /// Reads `every <span> from <date> [<time>]`.
    init(_ words: [Word], in zone: TimeZoneRules) throws(ParseFailure) {
        guard let from = words.firstIndex(where: { $0.lowercased == "from" }) else {
            throw ParseFailure(
                "\"from\" is missing", at: words.last?.end ?? 0,
                hint: "say where the count begins: every 6h from 2026-01-01 00:00")
        }
        step = try Self.step(words[1..<max(from, 1)], before: words[from])
        anchor = try Self.anchor(words[(from + 1)...], after: words[from], in: zone)
    }

    private static func step(_ words: ArraySlice<Word>, before from: Word) throws(ParseFailure) -> Int64 {
        guard let first = words.first, let last = words.last else {
            throw ParseFailure("the span is missing", at: from.position, hint: "write every 6h from 2026-01-01")
        }
        var cursor = TextCursor(last.whole, from: first.position, to: last.end)
        let span = try TimeSpan.parse(&cursor)
        guard span.microseconds > 0 else { throw ParseFailure("the span is zero", at: first.position) }
        guard !span.isCalendrical else {
            throw ParseFailure(
                "months and years have no fixed length", at: first.position,
                hint: "write *-*-01 00:00 for the first of each month")
        }
        return span.microseconds
    }

    private static func anchor(
        _ words: ArraySlice<Word>, after from: Word, in zone: TimeZoneRules
    ) throws(ParseFailure) -> Instant {
        guard let first = words.first else {
            throw ParseFailure("the date is missing", at: from.end, hint: "write every 6h from 2026-01-01")
        }
        let pattern = try CalendarPattern(Array(words))
        guard !first.startsWithLetter, let reading = pattern.singleReading else {
            throw ParseFailure(
                "\"from\" needs one date and at most one time", at: first.position, hint: "write 2026-01-01 00:00")
        }
        guard reading.isValid else { throw ParseFailure("there is no such date", at: first.position) }
        return zone.resolve(reading).earliest
    }
}

extension CalendarPattern {
    /// The reading that the pattern names when it names exactly one.
    fileprivate var singleReading: CivilDateTime? {
        guard !countsFromMonthEnd, weekdays == Self.everyWeekday, let year = year.onlyValue,
            let month = month.onlyValue, let day = day.onlyValue, let hour = hour.onlyValue,
            let minute = minute.onlyValue, let second = second.onlyValue
        else { return nil }
        return CivilDateTime(
            year: year, month: month, day: day, hour: hour, minute: minute,
            second: second / 1_000_000, microsecond: second % 1_000_000)
    }
}

extension CalendarComponent {
    fileprivate var onlyValue: Int? {
        guard items.count == 1, items[0].stop == nil, items[0].step == 0 else { return nil }
        return items[0].start
    }
}
