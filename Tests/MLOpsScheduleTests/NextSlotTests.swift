import MLOpsSchedule
import Testing

@Suite struct `The next slot` {
    @Test(arguments: [
        ("Sat,Sun 12-05 08:05:40", "2026-01-01T00:00:00Z", ["2026-12-05T08:05:40Z", "2027-12-05T08:05:40Z"]),
        ("*-*-* *:30:00", "2026-01-01T00:30:00Z", ["2026-01-01T01:30:00Z", "2026-01-01T02:30:00Z"]),
        ("*-*-* *:30:00", "2026-01-01T00:29:59.999999Z", ["2026-01-01T00:30:00Z"]),
        ("*-02-29", "2026-01-01T00:00:00Z", ["2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z"]),
        ("*-02-29", "2096-03-01T00:00:00Z", ["2104-02-29T00:00:00Z"]),
        ("Mon *-02-29", "2026-01-01T00:00:00Z", ["2044-02-29T00:00:00Z", "2072-02-29T00:00:00Z"]),
        ("*-*-31", "2026-01-31T00:00:00Z", ["2026-03-31T00:00:00Z", "2026-05-31T00:00:00Z", "2026-07-31T00:00:00Z"]),
        ("*-*~01", "2028-01-31T00:00:00Z", ["2028-02-29T00:00:00Z", "2028-03-31T00:00:00Z", "2028-04-30T00:00:00Z"]),
        ("Mon *-*~07/1", "2026-01-01T00:00:00Z", ["2026-01-26T00:00:00Z", "2026-02-23T00:00:00Z"]),
        ("*-02~28", "2026-03-01T00:00:00Z", ["2027-02-01T00:00:00Z", "2028-02-02T00:00:00Z"]),
        ("*-*~10..19/3", "2026-01-01T00:00:00Z", ["2026-01-13T00:00:00Z", "2026-01-16T00:00:00Z"]),
        ("2026-01-01", "2026-01-01T00:00:00Z", []),
        ("2199-12-31 23:59:59.999999", "2026-01-01T00:00:00Z", ["2199-12-31T23:59:59.999999Z"]),
        ("*:*:0/7.5", "2026-01-01T00:00:00Z", ["2026-01-01T00:00:07.500000Z", "2026-01-01T00:00:15Z"]),
        ("*:*:0/0.000001", "2026-01-01T00:00:00Z", ["2026-01-01T00:00:00.000001Z"]),
        (
            "00:00:59.5,59.25/0.5", "2026-01-01T12:00:00Z",
            ["2026-01-02T00:00:59.250000Z", "2026-01-02T00:00:59.500000Z", "2026-01-02T00:00:59.750000Z"]
        ),
        ("@0", "1969-12-31T23:59:59Z", ["1970-01-01T00:00:00Z"]),
        ("weekly", "2026-12-30T00:00:00Z", ["2027-01-04T00:00:00Z"]),
        ("2026..2030/2-01-01", "2026-06-01T00:00:00Z", ["2028-01-01T00:00:00Z", "2030-01-01T00:00:00Z"]),
    ])
    func `comes strictly after`(text: String, after: String, slots: [String]) throws {
        let expression = try CalendarExpression.parse(text)
        let found = try expression.next(max(slots.count, 1), after: after)
        #expect(found == slots)
    }

    @Test(
        .enabled(if: SystemZones.areInstalled, "install tzdata"),
        arguments: [
            (
                "Mon *-*-* 03:00 Europe/Berlin", "2026-01-01T00:00:00Z",
                ["2026-01-05T02:00:00Z", "2026-01-12T02:00:00Z"]
            ),
            ("Mon *-*-* 03:00 Europe/Berlin", "2026-07-01T00:00:00Z", ["2026-07-06T01:00:00Z"]),
            ("*-*-* 00:00 Asia/Kathmandu", "2026-01-01T00:00:00Z", ["2026-01-01T18:15:00Z", "2026-01-02T18:15:00Z"]),
            ("*-*-* 00:00 Pacific/Kiritimati", "2026-01-01T00:00:00Z", ["2026-01-01T10:00:00Z"]),
            ("*-*-* 00:00 Etc/GMT+12", "2026-01-01T00:00:00Z", ["2026-01-01T12:00:00Z"]),
            ("*-*-01 00:00 America/St_Johns", "2026-06-15T00:00:00Z", ["2026-07-01T02:30:00Z"]),
            // Beyond the last transition that any file records.
            ("2150-07-01 12:00 Europe/Berlin", "2026-01-01T00:00:00Z", ["2150-07-01T10:00:00Z"]),
            ("2150-01-01 12:00 Australia/Sydney", "2026-01-01T00:00:00Z", ["2150-01-01T01:00:00Z"]),
        ])
    func `D6 follows the clocks of its zone`(text: String, after: String, slots: [String]) throws {
        let expression = try CalendarExpression.parse(text)
        #expect(try expression.next(slots.count, after: after) == slots)
    }

    @Test func `is none beyond the calendar`() throws {
        let expression = try CalendarExpression.parse("minutely")
        #expect(expression.next(after: Instant(microseconds: .max)) == nil)
        #expect(expression.next(after: Instant(microseconds: .min))?.rfc3339 == "1970-01-01T00:00:00Z")
        #expect(
            expression.slots(after: Instant(microseconds: .min), through: Instant(microseconds: .max))?.count == 84_006
                * 1440)
        let cadence = try CalendarExpression.parse("every 1000000w from 2026-01-01")
        #expect(try cadence.next(3, after: "1970-01-01T00:00:00Z") == ["2026-01-01T00:00:00Z"])
        #expect(cadence.next(after: Instant(microseconds: .max)) == nil)
    }
}
