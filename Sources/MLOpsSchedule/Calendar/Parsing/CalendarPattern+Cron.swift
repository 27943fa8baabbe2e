extension CalendarPattern {
    /// Reads the five fields of crontab(5): minute, hour, day of month, month, day of week.
    init(cron words: [Word]) throws(ParseFailure) {
        guard words.count == 5 else {
            throw ParseFailure(
                "it has \(words.count) fields", at: words[5].position,
                hint: "cron takes five: minute, hour, day of month, month, day of week; it has no seconds and no years")
        }
        minute = try CronField.minute.component(words[0], of: .minute)
        hour = try CronField.hour.component(words[1], of: .hour)
        second = .only(0)
        day = try CronField.day.component(words[2], of: .day)
        month = try CronField.month.component(words[3], of: .month)
        weekdays = try CronField.weekday.weekdays(words[4])
        // crontab(5): with both days restricted, either suffices; a field that begins with a star is not restricted.
        matchesEitherDay = !words[2].text.hasPrefix("*") && !words[4].text.hasPrefix("*")
    }

    /// Reads what begins with "@": a name such as `@daily`, or the seconds since 1970 of a single slot.
    init(at word: Word, followedBy rest: ArraySlice<Word>) throws(ParseFailure) {
        if let extra = rest.first {
            throw ParseFailure("\"\(extra.text)\" follows \(word.text)", at: extra.position)
        }
        var cursor = word.cursor
        cursor.advance()
        if let byte = cursor.next, byte.isDigit {
            self = try Self.instant(&cursor)
            return
        }
        switch word.lowercased {
        case "@hourly": self = try CalendarPattern(cron: Word.split("0 * * * *"))
        case "@daily", "@midnight": self = .midnight
        case "@weekly": self = try CalendarPattern(cron: Word.split("0 0 * * 0"))
        case "@monthly": self = try CalendarPattern(cron: Word.split("0 0 1 * *"))
        case "@yearly", "@annually": self = try CalendarPattern(cron: Word.split("0 0 1 1 *"))
        default:
            throw ParseFailure(
                "\"\(word.text)\" is no time", at: word.position,
                hint: "write @hourly, @daily, @weekly, @monthly or @yearly; intervals as \"every 6h from 2026-01-01\"")
        }
    }

    private static func instant(_ cursor: inout TextCursor) throws(ParseFailure) -> CalendarPattern {
        let start = cursor.position
        let seconds = try cursor.number("a number of seconds")
        guard cursor.isAtEnd else {
            throw ParseFailure("\"\(cursor.rest)\" follows the seconds", at: cursor.position)
        }
        guard seconds < LocalTime.end.microseconds / 1_000_000 else {
            throw ParseFailure("the seconds lead beyond the year 2199", at: start)
        }
        let civil = CivilDateTime(Instant(seconds: Int64(seconds)), offset: 0)
        var pattern = CalendarPattern(
            hour: .only(civil.hour), minute: .only(civil.minute), second: .only(civil.second * 1_000_000))
        pattern.year = .only(civil.year)
        pattern.month = .only(civil.month)
        pattern.day = .only(civil.day)
        return pattern
    }
}
