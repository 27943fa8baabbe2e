import MLOpsSchedule
import Testing

/// Whatever a text holds, the parsers give a value or an error, and a value keeps its promises.
@Suite struct `Hostile text` {
    private static let fragments = [
        "Mon", "Sat..Sun", "*", "*-*-*", "2026", "-", "~", "/", "..", ",", ":", "00", "59", "9223372036854775807", ".5",
        " ", "UTC", "every", "6h", "from", "2026-01-01", "@", "@daily", "0", "1-5", "*/15", "00:00", "L", "\u{0}",
        "\u{E9}", "1.0000001", "M", "year", "1970", "2199", "31", "02-29", "CRON_TZ=", "99999999999999999999999",
    ]

    @Test func `of known fragments in any order never traps`() throws {
        var generator = SplitMix(seed: 11)
        var understood = 0
        for _ in 0..<(TestTier.isFull ? 2_000_000 : 10_000) {
            let length = Int(generator.next() % 9)
            let text = (0..<length).map { _ in Self.fragments.randomElement(using: &generator) ?? "" }.joined()
            if try check(text) { understood += 1 }
        }
        // The generator would prove nothing if it never hit the grammar.
        #expect(understood > 20)
    }

    @Test func `of random bytes never traps`() throws {
        var generator = SplitMix(seed: 12)
        for _ in 0..<(TestTier.isFull ? 2_000_000 : 2000) {
            let length = Int(generator.next() % 40)
            let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            _ = try check(String(decoding: bytes, as: UTF8.self))
            let printable = bytes.map { 0x20 + $0 % 0x5F }
            _ = try check(String(decoding: printable, as: UTF8.self))
        }
    }

    @Test func `of any length ends`() {
        for text in ["1,", "1..2,", "Mon,", "0 ", "*-", "9", " "] {
            let long = String(repeating: text, count: 20_000)
            _ = try? CalendarExpression.parse(long)  // refusing is right
            _ = try? TimeSpan.parse(long)  // refusing is right
        }
    }

    /// Returns whether the text is an expression.
    private func check(_ text: String) throws -> Bool {
        _ = try? TimeSpan.parse(text)  // refusing is right
        _ = try? ByteSize.parse(text)  // refusing is right
        _ = try? Instant(rfc3339: text)  // refusing is right
        guard let expression = try? CalendarExpression(parsing: text, zone: unknownZone) else { return false }
        #expect(try CalendarExpression.parse(expression.description) == expression, "\(text)")
        let start = Instant(seconds: 1_767_225_600)
        guard let next = expression.next(after: start) else { return true }
        #expect(next > start, "\(text)")
        #expect(expression.slots(after: start, through: next)?.count == 1, "\(text)")
        #expect(expression.period > .zero, "\(text)")
        return true
    }

    private func unknownZone(_ name: String) throws(ScheduleError) -> TimeZoneRules {
        throw .unknownTimeZone(name: name)
    }
}
