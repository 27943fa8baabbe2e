import MLOpsSchedule
import Testing

@Suite struct `Timestamps of RFC 3339` {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999999Z", -1),
        ("2026-03-29T01:00:00Z", 1_774_746_000_000_000),
        ("2026-03-29t03:00:00+02:00", 1_774_746_000_000_000), ("2026-03-28 20:30:00-04:30", 1_774_746_000_000_000),
        ("2026-03-29T01:00:00.25z", 1_774_746_000_250_000), ("2026-03-29T01:00:00.1234567Z", 1_774_746_000_123_456),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000_000), ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
        ("9999-12-31T23:59:59Z", 253_402_300_799_000_000), ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
    ])
    func `are read`(text: String, microseconds: Int64) throws {
        #expect(try Instant(rfc3339: text) == Instant(microseconds: microseconds))
    }

    @Test(arguments: [
        "", "2026-03-29", "2026-03-29T01:00:00", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
        "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+2:00", "2026-01-01T00:00:00+24:00", "2026-1-1T00:00:00Z",
        "2026-01-01T00:00:00Z ", "+2026-01-01T00:00:00Z", "20260101T000000Z", "99999999999999999999-01-01T00:00:00Z",
    ])
    func `are refused when they are not`(text: String) {
        #expect(throws: ScheduleError.self) { try Instant(rfc3339: text) }
    }

    @Test func `are written, with a fraction only where there is one, and read back equal`() throws {
        #expect(Instant(microseconds: 0).rfc3339 == "1970-01-01T00:00:00Z")
        #expect(Instant(microseconds: -1).rfc3339 == "1969-12-31T23:59:59.999999Z")
        var generator = SplitMix(seed: 5)
        for _ in 0..<2000 {
            let instant = Instant(
                microseconds: Int64(generator.next() % 300_000_000_000_000_000) - 60_000_000_000_000_000)
            #expect(try Instant(rfc3339: instant.rfc3339) == instant)
        }
    }

    @Test func `of the furthest instants are written without a trap`() {
        #expect(Instant(microseconds: .max).rfc3339 == "294247-01-10T04:00:54.775807Z")
        #expect(Instant(microseconds: .min).rfc3339 == "-290308-12-21T19:59:05.224192Z")
    }

    @Test(.enabled(if: SystemZones.areInstalled, "install tzdata"))
    func `have a form for people`() throws {
        let berlin = try SystemZones.zone("Europe/Berlin")
        let kathmandu = try SystemZones.zone("Asia/Kathmandu")
        let instant = try Instant(rfc3339: "2026-03-30T01:00:00Z")
        #expect(instant.formatted(in: berlin) == "Mon 2026-03-30 03:00:00 CEST")
        #expect(instant.formatted(in: .utc) == "Mon 2026-03-30 01:00:00 UTC")
        #expect((instant + .milliseconds(250)).formatted(in: kathmandu) == "Mon 2026-03-30 06:45:00.250000 +0545")
        #expect(CivilDateTime(instant, in: berlin).weekday == .monday)
    }
}
