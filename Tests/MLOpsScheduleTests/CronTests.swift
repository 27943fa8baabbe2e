import MLOpsSchedule
import Testing

@Suite struct `Five fields of cron` {
    @Test(arguments: [
        ("0 3 * * *", "*-*-* 03:00:00"),
        ("*/15 * * * *", "*-*-* *:00/15:00"),
        ("*/1 * * * *", "*-*-* *:00/1:00"),
        ("0 */6 * * *", "*-*-* 00/6:00:00"),
        ("30 2 1-7 * *", "*-*-01..07 02:30:00"),
        ("0 9-17/2 * * 1-5", "Mon..Fri *-*-* 09..17/2:00:00"),
        ("0 0 1 jan,JUL *", "*-01,07-01 00:00:00"),
        ("0 0 * * 0", "Sun *-*-* 00:00:00"),
        ("0 0 * * 7", "Sun *-*-* 00:00:00"),
        ("0 0 * * 5-7", "Fri..Sun *-*-* 00:00:00"),
        ("0 0 * * sun,mon", "Mon,Sun *-*-* 00:00:00"),
        ("0 0 * * Mon-Fri", "Mon..Fri *-*-* 00:00:00"),
        ("0 0 * * */2", "Tue,Thu,Sat,Sun *-*-* 00:00:00"),
        ("0 0 */2 * 1", "Mon *-*-01/2 00:00:00"),
        ("0 0 * 1/", nil),
        ("@hourly", "*-*-* *:00:00"),
        ("@daily", "*-*-* 00:00:00"),
        ("@midnight", "*-*-* 00:00:00"),
        ("@weekly", "Sun *-*-* 00:00:00"),
        ("@monthly", "*-*-01 00:00:00"),
        ("@yearly", "*-01-01 00:00:00"),
        ("@ANNUALLY", "*-01-01 00:00:00"),
        ("0 0 13 * 5", "0 0 13 * 5"),
        ("0 0 1,15 * 1-5", "0 0 1,15 * 1-5"),
        ("*/5 */2 13-20/2 */3 fri,sat,sun", "*/5 */2 13-19/2 */3 0,5,6"),
    ])
    func `have a canonical form that parses to itself`(text: String, canonical: String?) throws {
        guard let canonical else {
            #expect(throws: ScheduleError.self) { try CalendarExpression.parse(text) }
            return
        }
        let expression = try CalendarExpression.parse(text)
        #expect(expression.description == canonical + " UTC")
        #expect(try CalendarExpression.parse(expression.description) == expression)
    }

    @Test func `with both days restricted either suffices`() throws {
        let friday13 = try CalendarExpression.parse("0 0 13 * 5")
        #expect(
            try friday13.next(5, after: "2026-02-01T00:00:00Z") == [
                "2026-02-06T00:00:00Z", "2026-02-13T00:00:00Z", "2026-02-20T00:00:00Z", "2026-02-27T00:00:00Z",
                "2026-03-06T00:00:00Z",
            ])
        let either = try CalendarExpression.parse("0 0 30 2 1")
        #expect(try either.next(2, after: "2026-02-20T00:00:00Z") == ["2026-02-23T00:00:00Z", "2027-02-01T00:00:00Z"])
    }

    @Test func `a star with a step leaves the day unrestricted, as crontab(5) says`() throws {
        let both = try CalendarExpression.parse("0 0 */2 * 1")
        #expect(
            try both.next(3, after: "2026-06-01T00:00:00Z") == [
                "2026-06-15T00:00:00Z", "2026-06-29T00:00:00Z", "2026-07-13T00:00:00Z",
            ])
    }

    @Test(
        .enabled(if: SystemZones.areInstalled, "install tzdata"),
        arguments: ["0 3 * * 1 Europe/Berlin", "CRON_TZ=Europe/Berlin 0 3 * * 1", "TZ=Europe/Berlin 0 3 * * mon"])
    func `may name a zone`(text: String) throws {
        let expression = try CalendarExpression.parse(text)
        #expect(expression.description == "Mon *-*-* 03:00:00 Europe/Berlin")
        #expect(try expression.next(1, after: "2026-07-01T00:00:00Z") == ["2026-07-06T01:00:00Z"])
    }

    @Test(arguments: [
        "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 0 *", "* * * 13 *", "* * * * 8", "5-1 * * * *",
        "*/0 * * * *", "*/60 * * * *", "*/ * * * *", "1/2 * * * *", "1- * * * *", "-1 * * * *", "1,,2 * * * *",
        ", * * * *", "* * * foo *", "* * * * foo", "? * * * *", "* * L * *", "* * 15W * *", "* * * * 5#2",
        "H * * * *", "*5 * * * *", "99999999999999999999 * * * *", "* * * * * *", "* * * * * * *", "* * jan * *",
    ])
    func `are refused when they are not five`(text: String) {
        #expect(throws: ScheduleError.self) { try CalendarExpression.parse(text) }
    }
}
