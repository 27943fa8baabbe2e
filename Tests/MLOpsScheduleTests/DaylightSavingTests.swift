import MLOpsSchedule
import Testing

@Suite(.enabled(if: SystemZones.areInstalled, "install tzdata"))
struct `Changes of the clocks` {
    private func slots(
        _ text: String, _ count: Int, after: String, gap: GapPolicy = .shift, overlap: OverlapPolicy = .first
    ) throws -> [String] {
        try CalendarExpression.parse(text, gap: gap, overlap: overlap).next(count, after: after)
    }

    @Test func `D1 a time in the gap runs once when the gap ends`() throws {
        #expect(
            try slots("*-*-* 02:30 Europe/Berlin", 3, after: "2026-03-28T03:00:00Z") == [
                "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z", "2026-03-31T00:30:00Z",
            ])
        // Two times that fall into the gap, and one at its end, are one slot.
        #expect(
            try slots("*-*-* 02,03:00,30 Europe/Berlin", 3, after: "2026-03-28T03:00:00Z") == [
                "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:00:00Z",
            ])
    }

    @Test func `D1 with gap skip there is no run that day`() throws {
        #expect(
            try slots("*-*-* 02:30 Europe/Berlin", 2, after: "2026-03-28T03:00:00Z", gap: .skip) == [
                "2026-03-30T00:30:00Z", "2026-03-31T00:30:00Z",
            ])
    }

    @Test func `D2 a repeated time runs at its first occurrence only`() throws {
        #expect(
            try slots("*-*-* 02:30 Europe/Berlin", 2, after: "2026-10-24T12:00:00Z") == [
                "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z",
            ])
    }

    @Test func `D2 a repeated time can run at its last occurrence or at both`() throws {
        #expect(
            try slots("*-*-* 02:30 Europe/Berlin", 2, after: "2026-10-24T12:00:00Z", overlap: .last) == [
                "2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z",
            ])
        #expect(
            try slots("*-*-* 02:15,45 Europe/Berlin", 4, after: "2026-10-24T12:00:00Z", overlap: .both) == [
                "2026-10-25T00:15:00Z", "2026-10-25T00:45:00Z", "2026-10-25T01:15:00Z", "2026-10-25T01:45:00Z",
            ])
    }

    @Test func `D2 an hourly schedule runs every real hour, 25 times`() throws {
        let hourly = try CalendarExpression.parse("*-*-* *:30 Europe/Berlin")
        let midnight = try Instant(rfc3339: "2026-10-24T22:00:00Z")
        #expect(hourly.slots(after: midnight, through: midnight + .seconds(25 * 3600))?.count == 25)
        #expect(
            try hourly.next(4, after: "2026-10-24T23:00:00Z") == [
                "2026-10-24T23:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z",
            ])
    }

    @Test func `D1 an hourly schedule runs every real hour of a short day, 23 times`() throws {
        let hourly = try CalendarExpression.parse("*-*-* *:30 Europe/Berlin")
        let midnight = try Instant(rfc3339: "2026-03-28T23:00:00Z")
        #expect(hourly.slots(after: midnight, through: midnight + .seconds(23 * 3600))?.count == 23)
    }

    @Test func `steps in named hours do not lose a day to a gap`() throws {
        #expect(
            try slots("*-*-* 02:0/15 Europe/Berlin", 2, after: "2026-03-28T12:00:00Z") == [
                "2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z",
            ])
        #expect(
            try slots("*-*-* 0/2:00 Europe/Berlin", 3, after: "2026-03-28T22:30:00Z") == [
                "2026-03-28T23:00:00Z", "2026-03-29T02:00:00Z", "2026-03-29T04:00:00Z",
            ])
    }

    @Test func `a range of all hours is a cadence like a star`() throws {
        let hourly = try CalendarExpression.parse("0..23:30 Europe/Berlin")
        let midnight = try Instant(rfc3339: "2026-10-24T22:00:00Z")
        #expect(hourly.slots(after: midnight, through: midnight + .seconds(25 * 3600))?.count == 25)
    }

    @Test func `Lord Howe moves by half an hour`() throws {
        #expect(
            try slots("*-*-* 02:15 Australia/Lord_Howe", 2, after: "2026-10-03T00:00:00Z") == [
                "2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z",
            ])
        #expect(
            try slots("*-*-* 01:45 Australia/Lord_Howe", 2, after: "2026-04-04T00:00:00Z") == [
                "2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z",
            ])
    }

    @Test func `Dublin has its daylight saving in winter`() throws {
        #expect(
            try slots("*-*-* 01:30 Europe/Dublin", 3, after: "2026-03-28T12:00:00Z") == [
                "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z", "2026-03-31T00:30:00Z",
            ])
        #expect(
            try slots("*-*-* 01:30 Europe/Dublin", 2, after: "2026-10-24T12:00:00Z") == [
                "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z",
            ])
    }

    @Test func `Apia skipped a whole day`() throws {
        #expect(
            try slots("*-*-* 12:00 Pacific/Apia", 3, after: "2011-12-29T00:00:00Z") == [
                "2011-12-29T22:00:00Z", "2011-12-30T10:00:00Z", "2011-12-30T22:00:00Z",
            ])
        #expect(
            try slots("*-*-* 12:00 Pacific/Apia", 2, after: "2011-12-29T00:00:00Z", gap: .skip) == [
                "2011-12-29T22:00:00Z", "2011-12-30T22:00:00Z",
            ])
    }

    @Test func `Kwajalein skipped a whole day`() throws {
        #expect(
            try slots("*-*-* 12:00 Pacific/Kwajalein", 2, after: "1993-08-20T12:00:00Z", gap: .skip) == [
                "1993-08-21T00:00:00Z", "1993-08-22T00:00:00Z",
            ])
    }

    @Test func `Casablanca sets its clocks back for Ramadan`() throws {
        #expect(
            try slots("*-*-* 02:30 Africa/Casablanca", 3, after: "2026-02-14T12:00:00Z") == [
                "2026-02-15T01:30:00Z", "2026-02-16T02:30:00Z", "2026-02-17T02:30:00Z",
            ])
    }

    @Test func `midnight can be what the clocks skip`() throws {
        // Beirut and Havana change at midnight.
        #expect(
            try slots("*-*-* 00:00 Asia/Beirut", 2, after: "2026-03-28T00:00:00Z") == [
                "2026-03-28T22:00:00Z", "2026-03-29T21:00:00Z",
            ])
        #expect(
            try slots("*-*-* 00:30 America/Havana", 2, after: "2026-10-31T12:00:00Z") == [
                "2026-11-01T04:30:00Z", "2026-11-02T05:30:00Z",
            ])
    }

    @Test func `D1 D2 leave a note on the slots they touch`() throws {
        func note(_ text: String, _ slot: String) throws -> SlotNote? {
            try CalendarExpression.parse(text, overlap: .both).note(at: Instant(rfc3339: slot))
        }
        let skipped = CivilDateTime(year: 2026, month: 3, day: 29, hour: 2, minute: 30)
        #expect(try note("*-*-* 02:30 Europe/Berlin", "2026-03-29T01:00:00Z") == .shifted(from: skipped))
        #expect(try note("*-*-* 02:30 Europe/Berlin", "2026-03-30T00:30:00Z") == nil)
        #expect(try note("*-*-* 02:30 Europe/Berlin", "2026-10-25T00:30:00Z") == .firstOfTwo)
        #expect(try note("*-*-* 02:30 Europe/Berlin", "2026-10-25T01:30:00Z") == .secondOfTwo)
        #expect(try note("*-*-* 03:00 Europe/Berlin", "2026-03-29T01:00:00Z") == nil)
        #expect(try note("*:30 Europe/Berlin", "2026-03-29T01:30:00Z") == nil)
        #expect(try note("every 1h from 2026-01-01", "2026-03-29T01:00:00Z") == nil)
        #expect("\(SlotNote.shifted(from: skipped))" == "the clocks skip 02:30:00; moved to the end of the gap")
    }
}
