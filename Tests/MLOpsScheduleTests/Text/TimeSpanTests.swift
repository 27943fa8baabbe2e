import MLOpsSchedule
import Testing

@Suite struct `Time spans` {
    @Test(arguments: [
        ("5min", 300_000_000), ("2h 30s", 7_230_000_000), ("1.5h", 5_400_000_000), ("14d", 1_209_600_000_000),
        ("1month", 2_629_800_000_000), ("1M", 2_629_800_000_000), ("1m", 60_000_000), ("2h30", 7_230_000_000),
        ("30", 30_000_000), ("1 h", 3_600_000_000), ("1y 2w", 32_767_200_000_000), ("1.5", 1_500_000), (".5s", 500_000),
        ("5\u{B5}s", 5), ("5\u{3BC}s", 5), ("5usec", 5), ("0.0000001s", 0), ("500ms", 500_000), ("5min5", 305_000_000),
        ("3hr", 10_800_000_000), ("1d 1d", 172_800_000_000), ("1.123456789s", 1_123_456), ("1w", 604_800_000_000),
        ("0", 0), ("1hour2minutes3seconds", 3_723_000_000), ("  7d  ", 604_800_000_000), ("0.1ms", 100),
        ("1.999999999999999y", 63_115_199_999_968),
    ])
    func `are read as systemd reads them`(text: String, microseconds: Int64) throws {
        #expect(try TimeSpan.parse(text) == .microseconds(microseconds))
    }

    @Test(arguments: [
        "", " ", "h", "-5s", "+5s", "5.s", ".", "1e3", "1ns", "5 foo", "5,5", "5Min", "5H", "infinity", "5 5h h",
        "99999999999999999y", "9223372036854775808", "200001y", "199999y 2y", "5s\u{0}", "\u{661}s", "5 s.",
    ])
    func `are refused when they are none`(text: String) {
        #expect(throws: ScheduleError.self) { try TimeSpan.parse(text) }
    }

    @Test func `say where the fault is`() {
        let error = #expect(throws: ScheduleError.self) { try TimeSpan.parse("2h 30x") }
        #expect(
            error?.description
                == "cannot parse time span \"2h 30x\": \"x\" is no unit of time at column 6; use us, ms, s, min, h, d, w, "
                + "month or y")
    }

    @Test(arguments: [
        ("7230s", "2h 30s"), ("90min", "1h 30min"), ("14d", "14d"), ("400d", "400d"), ("1month", "1month"),
        ("24month", "2y"), ("1.5s", "1.5s"), ("500ms", "500ms"), ("1ms 1us", "1ms 1us"), ("59.999999s", "59.999999s"),
        ("1min 0.25s", "1min 250ms"), ("1d 61.5s", "1d 1min 1.5s"), ("0", "0"),
    ])
    func `are written shortly and read back equal`(text: String, written: String) throws {
        let span = try TimeSpan.parse(text)
        #expect(TimeSpan.format(span) == written)
        #expect(try TimeSpan.parse(written) == span)
    }

    @Test func `of any length are read back equal`() throws {
        var generator = SplitMix(seed: 3)
        for _ in 0..<2000 {
            let span = Duration.microseconds(Int64(generator.next() >> (2 + generator.next() % 60)))
            #expect(try TimeSpan.parse(TimeSpan.format(span)) == span)
        }
    }

    @Test func `can leave out what is too short to matter`() {
        let span = Duration.microseconds(3 * 3_600_000_000 + 5 * 60_000_000 + 7_123_456)
        #expect(TimeSpan.format(span, accuracy: .seconds(1)) == "3h 5min 7s")
        #expect(TimeSpan.format(span, accuracy: .seconds(60)) == "3h 5min")
        #expect(TimeSpan.format(.milliseconds(3), accuracy: .seconds(1)) == "0")
        #expect(TimeSpan.format(.seconds(-90), accuracy: .zero) == "-1min 30s")
        #expect(TimeSpan.format(.microseconds(Int64.min)).hasPrefix("-106751991d"))
    }
}
