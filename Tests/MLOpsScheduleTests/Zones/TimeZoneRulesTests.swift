import MLOpsSchedule
import Testing

@Suite struct `The rules of a time zone` {
    private func rules(_ file: TZif) throws(ScheduleError) -> TimeZoneRules {
        try TimeZoneRules(name: "Test/Zone", tzif: file.bytes)
    }

    private func offset(_ zone: TimeZoneRules, _ time: String) throws -> Int {
        try zone.offset(at: Instant(rfc3339: time)).secondsFromUTC
    }

    @Test(arguments: [UInt8(0), UInt8(ascii: "2"), UInt8(ascii: "3"), UInt8(ascii: "4")])
    func `are read from every version of the file`(version: UInt8) throws {
        let zone = try rules(TZif(version: version, initialOffset: 60, transitions: [(1000, 3600), (2000, -7200)]))
        #expect(zone.offset(at: Instant(seconds: -5)).secondsFromUTC == 60)
        #expect(zone.offset(at: Instant(microseconds: 999_999_999)).secondsFromUTC == 60)
        #expect(zone.offset(at: Instant(seconds: 1000)).secondsFromUTC == 3600)
        #expect(zone.offset(at: Instant(seconds: 2000)).secondsFromUTC == -7200)
        #expect(zone.offset(at: Instant(microseconds: .max)).secondsFromUTC == -7200)
        #expect(zone.offset(at: Instant(microseconds: .min)).secondsFromUTC == 60)
    }

    @Test func `follow the footer after the last transition`() throws {
        let zone = try rules(TZif(transitions: [(0, 3600)], footer: "CET-1CEST,M3.5.0,M10.5.0/3"))
        #expect(try offset(zone, "2150-03-29T00:59:59Z") == 3600)
        #expect(try offset(zone, "2150-03-29T01:00:00Z") == 7200)
        #expect(try offset(zone, "2150-10-25T00:59:59Z") == 7200)
        #expect(try offset(zone, "2150-10-25T01:00:00Z") == 3600)
        #expect(try offset(zone, "9999-07-01T00:00:00Z") == 7200)
        #expect(try offset(zone, "1969-07-01T00:00:00Z") == 0)
    }

    @Test(arguments: [
        // South of the equator the year begins in summer.
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-01T00:00:00Z", 39_600),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-01T00:00:00Z", 36_000),
        // Dublin saves daylight in winter, by less than nothing.
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-01-01T00:00:00Z", 0),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-07-01T00:00:00Z", 3600),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-07-01T00:00:00Z", 37_800),
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-01-01T00:00:00Z", 39_600),
        // Hours before and after the day itself (RFC 8536, 3.3.1).
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z", -7200),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -3600),
        ("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-26T23:59:59Z", 7200),
        ("IST-2IDT,M3.4.4/26,M10.5.0", "2026-03-27T00:00:00Z", 10_800),
        // Days by number, without and with the leap day.
        ("XXX0YYY,J60,J300", "2024-03-01T02:00:00Z", 3600),
        ("XXX0YYY,J60,J300", "2024-03-01T01:59:59Z", 0),
        ("XXX0YYY,59,299", "2024-02-29T02:00:00Z", 3600),
        ("XXX0YYY,59,299", "2023-03-01T01:59:59Z", 0),
        // Daylight saving time all year.
        ("XXX3EDT4,0/0,J365/23", "2026-01-01T03:00:00Z", -14_400),
        ("XXX3EDT4,0/0,J365/23", "2026-12-31T23:59:59Z", -14_400),
        ("XXX3EDT4,0/0,J365/23", "2026-07-01T00:00:00Z", -14_400),
        ("<+0330>-3:30", "2026-07-01T00:00:00Z", 12_600),
        ("AAA12:34:56", "2026-07-01T00:00:00Z", -45_296),
    ])
    func `understand a footer`(footer: String, time: String, seconds: Int) throws {
        #expect(try offset(rules(TZif(footer: footer)), time) == seconds)
    }

    @Test func `of a year that is all daylight saving time have no change`() throws {
        let zone = try rules(TZif(footer: "XXX3EDT4,0/0,J365/23"))
        #expect(zone.nextTransition(after: Instant(seconds: 1_700_000_000)) == nil)
    }

    @Test(arguments: [
        "CET", "C-1", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J1", "CET-1CEST,366,1", "CET-1CEST,M3.5.0,M10.5.0/168",
        "CET-25", "CET-1CEST,M3.5.0,M10.5.0,", "<+1-1", "CET--1", "CET-99999999999999999999", "CET-1:",
        ":Europe/Berlin",
        "CET-1 ", "CET-1CEST,M3..0,M10.5.0", "<>-1", "\u{E4}\u{F6}\u{FC}-1",
    ])
    func `refuse a footer that is none`(footer: String) {
        #expect(throws: ScheduleError.self) { try rules(TZif(footer: footer)) }
    }

    @Test func `refuse a damaged file and say how`() {
        func cause(_ bytes: [UInt8]) -> String? {
            #expect(throws: ScheduleError.self) { try TimeZoneRules(name: "X", tzif: bytes) }?.cause
        }
        #expect(cause([]) == "it is cut off")
        #expect(cause(Array("PNG...".utf8)) == "it does not begin with \"TZif\"")
        #expect(cause(TZif(leapSecondCount: 1).bytes) == "it counts leap seconds")
        #expect(cause(TZif(transitions: [(5, 0), (5, 1)]).bytes) == "its transitions are not in order")
        #expect(cause(TZif(transitions: [(5, 0), (4, 1)]).bytes) == "its transitions are not in order")
        #expect(cause(TZif(initialOffset: 26 * 3600).bytes) == "it has an offset out of range")
        #expect(cause(TZif(initialOffset: -25 * 3600).bytes) == "it has an offset out of range")
        #expect(cause(TZif().bytes.dropLast()) == "its footer is cut off")
        var huge = TZif(version: 0).bytes
        huge.replaceSubrange(32..<36, with: [0x7F, 0xFF, 0xFF, 0xFF])
        #expect(cause(huge) == "it is cut off")
        huge.replaceSubrange(32..<36, with: [0xFF, 0xFF, 0xFF, 0xFF])
        #expect(cause(huge) == "a count in its header is too large")
        var unknownOffset = TZif(version: 0, transitions: [(0, 0)]).bytes
        unknownOffset[48] = 9
        #expect(cause(unknownOffset) == "a transition names an offset that is not there")
    }

    @Test func `are sound for every prefix and every changed byte of a sound file`() {
        let file = TZif(
            initialOffset: -3600, transitions: [(-4_000_000_000, 0), (0, 3600), (1_800_000_000, 7200)],
            footer: "CET-1CEST,M3.5.0,M10.5.0/3"
        ).bytes
        for length in file.indices { probe(Array(file[..<length])) }
        for index in file.indices {
            for value in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
                var changed = file
                changed[index] = value
                probe(changed)
            }
        }
    }

    /// Asks whatever the bytes give for answers; they may be refused, but nothing may trap or fail to end.
    private func probe(_ bytes: [UInt8]) {
        guard let zone = try? TimeZoneRules(name: "Test/Zone", tzif: bytes),  // refusing is right
            let daily = try? CalendarExpression.parse("02:30", in: zone)
        else { return }
        var position = Instant(microseconds: .min)
        for _ in 0..<3 {
            guard let next = daily.next(after: position) else { break }
            #expect(next > position)
            position = next
        }
        for microseconds in [Int64.min, -1, 0, 4_000_000_000_000_000, .max] {
            _ = zone.offset(at: Instant(microseconds: microseconds))
            _ = zone.nextTransition(after: Instant(microseconds: microseconds))
        }
    }

    @Test func `resolve readings that occur once, twice or never`() throws {
        let zone = try rules(TZif(initialOffset: 3600, transitions: [(86_400, 7200), (864_000, 3600)]))
        let once = CivilDateTime(year: 1970, month: 1, day: 1, hour: 12, minute: 30, second: 5, microsecond: 7)
        #expect(zone.resolve(once) == .once(Instant(microseconds: 41_405_000_007)))
        let skipped = CivilDateTime(year: 1970, month: 1, day: 2, hour: 1, minute: 30)
        #expect(zone.resolve(skipped) == .skipped(resumesAt: Instant(seconds: 86_400)))
        let gapStart = CivilDateTime(year: 1970, month: 1, day: 2, hour: 1)
        #expect(zone.resolve(gapStart) == .skipped(resumesAt: Instant(seconds: 86_400)))
        let gapEnd = CivilDateTime(year: 1970, month: 1, day: 2, hour: 2)
        #expect(zone.resolve(gapEnd) == .once(Instant(seconds: 86_400)))
        let repeated = CivilDateTime(year: 1970, month: 1, day: 11, hour: 1)
        #expect(
            zone.resolve(repeated) == .repeated(first: Instant(seconds: 860_400), last: Instant(seconds: 864_000)))
        let overlapEnd = CivilDateTime(year: 1970, month: 1, day: 11, hour: 2)
        #expect(zone.resolve(overlapEnd) == .once(Instant(seconds: 867_600)))
    }

    @Test func `name the next change`() throws {
        let zone = try rules(TZif(transitions: [(100, 3600), (200, 3600), (300, 0)]))
        #expect(zone.nextTransition(after: Instant(seconds: 0)) == Instant(seconds: 100))
        #expect(zone.nextTransition(after: Instant(seconds: 100)) == Instant(seconds: 300))
        #expect(zone.nextTransition(after: Instant(seconds: 300)) == nil)
        #expect(TimeZoneRules.utc.nextTransition(after: Instant(seconds: 0)) == nil)
    }

    @Test func `UTC is itself`() {
        #expect(TimeZoneRules.utc.name == "UTC")
        #expect(TimeZoneRules.utc.offset(at: Instant(seconds: 0)).secondsFromUTC == 0)
        #expect(TimeZoneRules.utc.offset(at: Instant(seconds: 0)).abbreviation == "UTC")
    }
}
