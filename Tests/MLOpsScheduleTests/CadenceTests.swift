import MLOpsSchedule
import Testing

@Suite(.enabled(if: SystemZones.areInstalled, "install tzdata"))
struct `A cadence from an anchor` {
    @Test(arguments: [
        ("every 6h from 2026-01-01 00:00", "every 6h from 2026-01-01 00:00:00 UTC"),
        ("EVERY 6h FROM 2026-01-01", "every 6h from 2026-01-01 00:00:00 UTC"),
        ("every 1h 30min from 2026-01-01 06:00:07.5 UTC", "every 1h 30min from 2026-01-01 06:00:07.500000 UTC"),
        ("every 90 from 2026-07-01 12:00 Europe/Berlin", "every 1min 30s from 2026-07-01 12:00:00 Europe/Berlin"),
        ("every 2w from 2026-01-01", "every 14d from 2026-01-01 00:00:00 UTC"),
        // Repeated hour: the first occurrence. Gap: its end.
        ("every 1d from 2026-10-25 02:30 Europe/Berlin", "every 1d from 2026-10-25 02:30:00 Europe/Berlin"),
        ("every 1d from 2026-03-29 02:30 Europe/Berlin", "every 1d from 2026-03-29 03:00:00 Europe/Berlin"),
    ])
    func `has a canonical form that parses to itself`(text: String, canonical: String) throws {
        let expression = try CalendarExpression.parse(text)
        #expect(expression.description == canonical)
        #expect(try CalendarExpression.parse(expression.description) == expression)
    }

    @Test func `begins at its anchor and counts real time through a change of the clocks`() throws {
        let expression = try CalendarExpression.parse("every 6h from 2026-03-28 21:00 Europe/Berlin")
        #expect(
            try expression.next(4, after: "2020-01-01T00:00:00Z") == [
                "2026-03-28T20:00:00Z", "2026-03-29T02:00:00Z", "2026-03-29T08:00:00Z", "2026-03-29T14:00:00Z",
            ])
    }

    @Test func `is counted without being visited`() throws {
        let expression = try CalendarExpression.parse("every 1us from 1970-01-01")
        let start = try Instant(rfc3339: "2026-01-01T00:00:00Z")
        let span = expression.slots(after: start, through: start + .seconds(86_400))
        #expect(span?.count == 86_400_000_000)
        #expect(span?.first == start + .microseconds(1))
        #expect(span?.last == start + .seconds(86_400))
    }

    @Test(arguments: [
        "every", "every from 2026-01-01", "every 6h from", "every 6h 2026-01-01", "every 0 from 2026-01-01",
        "every 0.0000001s from 2026-01-01", "every -6h from 2026-01-01", "every 6h from Mon", "every 6h from 03:00",
        "every 6h from 2026-01-01 00:00 00:00", "every 6h from 2026-*-01", "every 6h from 2026-01-01 *:00",
        "every 6h from Thu 2026-01-01", "every 1y from 2026-01-01", "from 2026-01-01 every 6h",
        "every 99999999999y from 2026-01-01", "every 6h from 2026-01~1", "every 6h from daily",
    ])
    func `is refused when it is not whole`(text: String) {
        #expect(throws: ScheduleError.self) { try CalendarExpression.parse(text) }
    }
}
