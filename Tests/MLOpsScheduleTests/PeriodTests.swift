import MLOpsSchedule
import Testing

@Suite struct `The period of a schedule` {
    private static let day = 86_400_000

    /// In milliseconds.
    static let periods: [(String, Int)] = [
        ("minutely", 60_000), ("hourly", 3_600_000), ("daily", day), ("weekly", 7 * day), ("monthly", 28 * day),
        ("yearly", 365 * day), ("*:0/15", 900_000), ("*:0/7", 240_000), ("0/5:00", 14_400_000), ("*:*:*", 1000),
        ("*:*:0/0.25", 250), ("*:*:0/7", 4000), ("*-*-* 0,23:0,59", 60_000),
        ("Mon,Tue 00:00", day), ("Mon,Wed 00:00", 2 * day), ("23,0:00", 3_600_000), ("*-*-1,31 00:00", day),
        ("*-02-29", 1461 * day), ("*-*~1,3", 2 * day), ("*-01,02-31,01", day), ("*:*:59.5,0", 500),
        ("Mon *-02-29", 10_227 * day), ("every 7h from 2026-01-01", 25_200_000), ("0 0 13 * 5", day),
        ("9,17:00", 28_800_000), ("2026-01-01,05 00:00", 4 * day),
    ]

    @Test(arguments: periods)
    func `is the shortest distance of its slots`(text: String, milliseconds: Int) throws {
        #expect(try CalendarExpression.parse(text).period == .milliseconds(milliseconds))
    }

    @Test func `D9 of a schedule faster than any run can be told`() throws {
        #expect(try CalendarExpression.parse("*:*:*").period < .seconds(60))
        #expect(try CalendarExpression.parse("*:*:0/0.000001").period == .microseconds(1))
    }

    @Test func `of a single slot is the whole calendar`() throws {
        #expect(try CalendarExpression.parse("2026-01-01").period == .seconds(84_006 * 86_400))
    }
}
