import MLOpsSchedule
import Testing

@Suite struct `Calendar expressions that are refused` {
    @Test(arguments: [
        "test", " utc", "    ", "", "7", "121212:1:2", "2000-03-05.23 00:00:00", "2000-03-05 00:00.1:00",
        "00:00:00/0.00000001", "00:00:00.0..00.9", "2016~11-22", "*-*~5/5", "Monday.. 12:00", "Monday..",
        "-00:+00/-5", "00:+00/-5", "2016- 11- 24 12: 30: 00", "*~29", "*~16..31", "12..1/2-*", "20/4:00",
        "00:00/60", "00:00:2300", "00:00:18446744073709551615", "@88588582097858858", "*:4,30:*,5",
        "*~05..03", "*~2/2", "*~1/1", "*:*:0/0.0000001", "0/24:00", "*", "*:*/15", "*/2:00", "Fri..Mon", "Mon..",
        ",Mon", "Mon,,Tue", "Mon ..Tue", "Mon Tue", "europe/berlin daily", "@1395716396.5", "1969-01-01",
        "2200-01-01", "100-01-01", "24:00", "23:59:60", "00:60", "*-13-01", "*-00-01", "*-01-00", "*-01-32",
        "2026-01-01T03:00", "Mon *-*-* 3", "3..2:00", "0/0:00", "10/60:00", "Mon~1", "2026~01-02",
        "00:00:59.9999999", "00:00:3/60", "UTC", "utc daily", "01-*:00", "Monday,Tu", "Mo", "Tues", "+1:00",
        "1 :00", "08:05:40 09:00", "Sun..Mon", "*-*~1..*", "*-1/31", "*-31/1", "12/1-1", "2026/200-1-1", "1e3:00",
        "\u{661}:00", "03:00\u{0}", "daily daily", "03:00 Mon", "Mon Mon", "--", "*-*-*-*", "::", ":", "-", "~",
        "@", "@reboot", "@every 6h", "@daily 03:00",
    ])
    func `are errors`(text: String) {
        #expect(throws: ScheduleError.self) { try CalendarExpression.parse(text) }
    }

    @Test(arguments: [
        "*-02-30", "2026-02-30", "*-04,06,09,11-31", "Mon 2026-01-01", "2023,2025..2027-02-29", "Wed..Sat,Tue 12-10-15",
        "0 0 30 2 *", "0 0 31 4,6 *",
    ])
    func `D9 a day that never comes is an error`(text: String) {
        #expect(throws: ScheduleError.unsatisfiable(text: text)) { try CalendarExpression.parse(text) }
    }

    @Test(arguments: [
        ("Mon *-*-* 25:00", 11, "hour 25 is out of range", "hours go from 0 to 23"),
        ("*-*-* 03:0x", 11, "\"x\" follows the minute", nil),
        ("Mon,Tus 03:00", 5, "\"tus\" is no weekday", "write Mon, Tue, Wed, Thu, Fri, Sat or Sun, or their full names"),
        ("*:*/15", 4, "a step after \"*\"", "write 0/15"),
        ("9-17:00", 2, "\"-17:00\" follows the hour", "write hour:minute or hour:minute:second, ranges with \"..\""),
        ("7", 1, "\"7\" is neither a date nor a time", "write *-*-07 for a day of the month, 07:00 for a time"),
        ("3..2:00", 1, "the range runs backwards", "write the smaller hour first"),
        ("0 3 * *", 7, "it has 4 words", "write weekdays, date and time, each at most once; cron needs five fields"),
        ("0 3 * * 8", 9, "weekday 8 is out of range", "weekdays go from 0 to 7"),
        ("0/5 * * * *", 1, "a step after a single minute", "write 0-59/5"),
        ("0 0 3 * * *", 11, "it has 6 fields", nil),
        ("0 3 L * *", 5, "\"L\" is no day", nil),
        (
            "every 1month from 2026-01-01", 7, "months and years have no fixed length",
            "write *-*-01 00:00 for the first of each month"
        ),
        ("every 6h", 9, "\"from\" is missing", "say where the count begins: every 6h from 2026-01-01 00:00"),
        ("every 6x from 2026-01-01", 8, "\"x\" is no unit of time", "use us, ms, s, min, h, d, w, month or y"),
        ("every 6h from *-01-01", 15, "\"from\" needs one date and at most one time", "write 2026-01-01 00:00"),
        ("every 6h from 2026-02-29", 15, "there is no such date", nil),
        ("\u{E4}\u{E4} 03:0\u{FC}", 1, "\"\u{E4}\u{E4}\" is neither a date nor a time", nil),
    ])
    func `name the column, the cause and a remedy`(text: String, column: Int, cause: String, hint: String?) {
        let error = #expect(throws: ScheduleError.self) { try CalendarExpression.parse(text) }
        #expect(error?.column == column)
        #expect(error?.cause == cause)
        if let hint { #expect(error?.hint == hint) }
    }

    @Test func `say all of it in one sentence`() {
        let error = #expect(throws: ScheduleError.self) { try CalendarExpression.parse("Mon 25:00") }
        #expect(
            error?.description
                == "cannot parse calendar expression \"Mon 25:00\": hour 25 is out of range at column 5; "
                + "hours go from 0 to 23")
    }

    @Test func `an unknown zone keeps the hint of who looked for it, and gets a column`() {
        let lookup = { (name: String) throws(ScheduleError) -> TimeZoneRules in
            throw .unknownTimeZone(name: name, hint: "did you mean Europe/Berlin?")
        }
        #expect(
            throws: ScheduleError.unknownTimeZone(name: "Europe/Bern", column: 7, hint: "did you mean Europe/Berlin?")
        ) {
            try CalendarExpression(parsing: "03:00 Europe/Bern", zone: lookup)
        }
    }
}
