import MLOpsControl
import Testing

@Suite struct `Text for people` {
    @Test(
        arguments: [
            (0.000_005, "5us"), (0.25, "250ms"), (1, "1s"), (59.9, "59s"), (60, "1min"), (200, "3min 20s"),
            (300, "5min"), (3_600, "1h"), (7_260, "2h 1min"), (21_600, "6h"), (86_400, "24h"), (90_000, "1 day 1h"),
            (172_800, "2 days"), (604_800, "1 week"), (1_209_600, "2 weeks"), (2_716_200, "1 month 1 day"),
            (31_557_600, "1 year"), (-200, "3min 20s"), (.infinity, "0 years"),
        ] as [(Double, String)])
    func `rough spans are those of systemctl`(seconds: Double, text: String) {
        #expect(SpanText.rough(seconds: seconds) == text)
    }

    @Test(
        arguments: [
            (0, "0"), (0.25, "250ms"), (1, "1s"), (12.57, "12.5s"), (303.2, "5min 3s"), (3_700, "1h 1min"),
        ] as [(Double, String)])
    func `durations`(seconds: Double, text: String) {
        #expect(SpanText.duration(seconds: seconds) == text)
    }

    @Test(
        arguments: [
            (0, "0B"), (1023, "1023B"), (1024, "1.0K"), (1536, "1.5K"), (22_230_000, "21.2M"), (2047, "1.9K"),
            (Int64.max, "7.9E"),
        ] as [(Int64, String)])
    func `sizes`(count: Int64, text: String) {
        #expect(CountText.bytes(count) == text)
    }

    @Test(
        arguments: [
            (0, "0"), (0.8123456789, "0.812346"), (1.5, "1.5"), (1200, "1200"), (-0.25, "-0.25"), (1e-7, "1e-07"),
            (123_456_789, "123456789"), (1e300, "1e+300"), (.infinity, "inf"),
        ] as [(Double, String)])
    func `measured numbers`(value: Double, text: String) {
        #expect(CountText.measured(value) == text)
    }

    @Test func `times name the zone of the reader`() {
        let style = TextStyle.example()
        #expect(style.absolute(time("2026-11-23T03:00:00Z")) == "Mon 2026-11-23 04:00:00 CET")
        #expect(style.absolute(time("1969-12-31T22:59:59Z")) == "Wed 1969-12-31 23:59:59 CET")
        #expect(style.relative(time("2026-11-23T03:00:00Z")) == "1h ago")
        #expect(style.relative(time("2026-11-23T04:03:20Z")) == "3min 20s left")
        #expect(style.relative(exampleNow) == "now")
    }

    @Test func `what has happened is never to come`() {
        let style = TextStyle.example()
        #expect(style.past(time("2026-11-23T03:00:00Z")) == "1h ago")
        #expect(style.past(time("2026-11-23T04:00:20Z")) == "now", "clocks of two machines differ a little")
        #expect(style.past(time("2026-11-24T03:00:00Z")) == "clock was set back")
    }
}
