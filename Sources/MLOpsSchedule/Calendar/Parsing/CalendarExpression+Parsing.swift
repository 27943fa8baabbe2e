extension CalendarExpression {
    /// Reads an expression.
    ///
    /// - Parameters:
    ///   - text: Syntax of `OnCalendar=` (systemd.time(7)), of crontab(5), or `every <span> from <date> [<time>]`; a
    ///     time zone may stand at the end of each.
    ///   - zone: Finds the rules of a zone by its IANA name, or throws
    ///     ``ScheduleError/unknownTimeZone(name:column:hint:)``. Not asked for "UTC".
    ///   - defaultZone: The zone when the text names none.
    /// - Throws: ``ScheduleError`` with the column of the fault; an expression that no day satisfies is one.
    package init(
        parsing text: String,
        zone: (String) throws(ScheduleError) -> TimeZoneRules,
        defaultZone: TimeZoneRules = .utc,
        gap: GapPolicy = .shift,
        overlap: OverlapPolicy = .first
    ) throws(ScheduleError) {
        var words = Word.split(text)
        let namedZone = try Self.takeZone(from: &words, of: text, lookup: zone)
        // "@1395716396" counts from 1970 in UTC, whatever zone stands beside it.
        let isEpoch = words.first?.isEpochTime ?? false
        let rules = isEpoch ? .utc : namedZone ?? defaultZone
        do throws(ParseFailure) {
            let parsed = try Self.rule(words, in: rules)
            self.init(parsed, zone: rules, gap: gap, overlap: overlap)
        } catch {
            throw error.error(.calendarExpression, in: text)
        }
        if case .pattern(_, let matcher) = rule, matcher.first(from: .first, before: .end) == nil {
            throw .unsatisfiable(text: text)
        }
    }

    private static func rule(_ words: [Word], in zone: TimeZoneRules) throws(ParseFailure) -> Rule {
        guard let first = words.first else {
            throw ParseFailure("it is empty", at: 0, hint: "write a time such as 03:00 or a day such as Mon")
        }
        if first.lowercased == "every" { return .cadence(try Cadence(words, in: zone)) }
        let pattern: CalendarPattern
        if first.text.hasPrefix("@") {
            pattern = try CalendarPattern(at: first, followedBy: words.dropFirst())
        } else if words.count >= 5 {
            pattern = try CalendarPattern(cron: words)
        } else {
            pattern = try CalendarPattern(words)
        }
        return .pattern(pattern, PatternMatcher(pattern))
    }

    /// Takes the zone from the end of the words, or from a `CRON_TZ=` at their beginning.
    private static func takeZone(
        from words: inout [Word], of text: String, lookup: (String) throws(ScheduleError) -> TimeZoneRules
    ) throws(ScheduleError) -> TimeZoneRules? {
        let word: Word
        let name: String
        if let first = words.first, let prefix = ["CRON_TZ=", "TZ="].first(where: first.text.hasPrefix) {
            word = words.removeFirst()
            name = String(word.text.dropFirst(prefix.utf8.count))
        } else if words.count >= 2, let last = words.last, last.looksLikeZone {
            word = words.removeLast()
            name = last.text
        } else {
            return nil
        }
        if name.lowercased() == "utc" { return .utc }
        do {
            return try lookup(name)
        } catch {
            guard case .unknownTimeZone(let name, nil, let hint) = error else { throw error }
            let column = text.utf8.prefix(word.position).count { $0 & 0xC0 != 0x80 } + 1
            throw .unknownTimeZone(name: name, column: column, hint: hint)
        }
    }
}
