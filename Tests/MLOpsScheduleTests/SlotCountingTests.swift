import Glibc
import MLOpsSchedule
import Testing

@Suite(.enabled(if: SystemZones.areInstalled, "install tzdata"))
struct `Counting slots` {
    @Test(arguments: [
        "*-*-* 02:30 Europe/Berlin", "*-*-* *:0/20 Europe/Berlin", "*-*-* 01,02,03:00,30 Europe/Berlin",
        "Mon,Sun *-*-* 00:00..05:15 America/Havana", "*-*~03/1 0/5:10:0/30 Australia/Lord_Howe",
        "0 0 13 * 5 Asia/Beirut", "*-*-* 02:0/15 Europe/Dublin", "every 7h from 2026-01-01 Europe/Berlin",
        "*-03,10-* 02:30:0,1,2,10 Europe/Berlin",
    ])
    func `gives what visiting them gives`(text: String) throws {
        for (gap, overlap) in [(GapPolicy.shift, OverlapPolicy.first), (.skip, .last), (.shift, .both)] {
            let expression = try CalendarExpression.parse(text, gap: gap, overlap: overlap)
            var generator = SplitMix(seed: 7)
            for _ in 0..<60 {
                let start = Instant(seconds: 1_760_000_000 + Int64(generator.next() % 40_000_000))
                let end =
                    start + .seconds(Int64(generator.next() % 900_000)) + .microseconds(Int64(generator.next() % 3))
                #expect(expression.slots(after: start, through: end) == visited(expression, after: start, through: end))
            }
        }
    }

    private func visited(_ expression: CalendarExpression, after start: Instant, through end: Instant) -> SlotSpan? {
        var slots: [Instant] = []
        var position = start
        while let next = expression.next(after: position), next <= end {
            #expect(next > position)
            slots.append(next)
            position = next
        }
        guard let first = slots.first, let last = slots.last else { return nil }
        return SlotSpan(count: slots.count, first: first, last: last)
    }

    @Test(arguments: [
        ("*-*-* *:*:00 Europe/Berlin", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", 525_600),
        ("*-*-* *:*:* Europe/Berlin", "2026-01-01T00:00:00Z", "2126-01-01T00:00:00Z", 3_155_673_600),
        ("*-*-* 02:30 Europe/Berlin", "2026-01-01T00:00:00Z", "2036-01-01T00:00:00Z", 3652),
        ("*-*-* *:*:0/0.000001 Europe/Berlin", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", 86_400_000_000),
    ])
    func `over a long span costs no visits`(text: String, start: String, end: String, count: Int) throws {
        let expression = try CalendarExpression.parse(text)
        let began = Self.processorSeconds
        let span = try expression.slots(after: Instant(rfc3339: start), through: Instant(rfc3339: end))
        #expect(span?.count == count)
        // Visiting a century of seconds would take many minutes.
        #expect(Self.processorSeconds - began < 1)
    }

    /// What this thread has used so far, however busy the machine is.
    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Test func `an empty span has none`() throws {
        let daily = try CalendarExpression.parse("daily")
        let noon = try Instant(rfc3339: "2026-01-01T12:00:00Z")
        #expect(daily.slots(after: noon, through: noon) == nil)
        #expect(daily.slots(after: noon, through: noon - .seconds(86_400)) == nil)
        #expect(daily.slots(after: noon, through: noon + .seconds(3600)) == nil)
        let midnight = noon - .seconds(43_200)
        #expect(daily.slots(after: midnight, through: midnight) == nil)
        #expect(daily.slots(after: midnight - .microseconds(1), through: midnight)?.count == 1)
    }
}
