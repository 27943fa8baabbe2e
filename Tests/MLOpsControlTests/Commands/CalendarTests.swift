import MLOpsConfig
import MLOpsControl
import MLOpsSchedule
import Testing

@testable import mlopsctl

@Suite struct `Calendar` {
    private func report(_ text: String, from base: String, iterations: Int = 1) throws -> CalendarReport {
        let start = Instant(time(base))
        let expression = try CalendarExpression(parsing: text, zone: SystemZones().rules)
        return CalendarReport(text, expression, from: start, iterations: iterations)
    }

    @Test func `a weekly slot`() throws {
        let report = try report("Mon 03:00 Europe/Berlin", from: "2026-11-23T04:00:00Z", iterations: 2)
        try Snapshot.expect(CalendarPage.text(report, .example()), "Golden/calendar.txt")
    }

    @Test func `a slot in the gap and in the repeated hour`() throws {
        let report = try report("*-*-* 02:30 Europe/Berlin", from: "2026-01-01T00:00:00Z")
        #expect(
            report.notes.map(\.text) == [
                "Sun 2026-03-29 03:00:00 CEST: the clocks skip 02:30:00; moved to the end of the gap",
                "Sun 2026-10-25 02:30:00 CEST: the clocks show this time twice; this is the first",
            ])
    }

    @Test func `a cadence goes on through the repeated hour`() throws {
        let report = try report("*:0/30 Europe/Berlin", from: "2026-10-01T00:00:00Z")
        #expect(
            report.notes.map(\.text).first
                == "Sun 2026-10-25 02:00:00 CEST: the clocks show this time twice; this is the first")
    }

    @Test func `what the clocks do not touch has no note`() throws {
        #expect(try report("Mon 12:00 Europe/Berlin", from: "2026-01-01T00:00:00Z").notes.isEmpty)
        #expect(try report("*:0/5", from: "2026-01-01T00:00:00Z").notes.isEmpty)
    }

    @Test func `the past has no slot any more`() throws {
        let report = try report("2020-01-01 00:00", from: "2026-01-01T00:00:00Z")
        #expect(CalendarPage.text(report, .example()).contains("Next elapse: never"))
    }
}
