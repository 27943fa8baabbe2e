/// Time spans as systemd.time(7) writes them: "2h 30s", "5min", "1.5h".
package enum TimeSpan {
    /// Reads a span.
    ///
    /// A number without a unit means seconds; a month is 30.44 days and a year 365.25 days.
    /// - Throws: ``ScheduleError/malformed(_:text:column:cause:hint:)``, also for a span longer than 200 000 years.
    package static func parse(_ text: String) throws(ScheduleError) -> Duration {
        var cursor = TextCursor(Array(text.utf8))
        do throws(ParseFailure) {
            return .microseconds(try parse(&cursor).microseconds)
        } catch {
            throw error.error(.timeSpan, in: text)
        }
    }

    /// Writes a span so that parsing it gives the same span again, "2h 30s".
    ///
    /// The largest unit is the day, unless the span is a whole number of months or years: "31d" reads better than the
    /// "1month 13h 30min" of systemd.
    /// - Parameter accuracy: What is shorter than this is left out.
    package static func format(_ duration: Duration, accuracy: Duration = .microseconds(1)) -> String {
        let magnitude = duration.microseconds.magnitude
        let rounded = magnitude - magnitude % max(accuracy.microseconds.magnitude, 1)
        guard rounded != 0 else { return "0" }
        return (duration < .zero ? "-" : "") + format(microseconds: rounded)
    }

    private static func format(microseconds: UInt64) -> String {
        for unit in [SpanUnit.year, .month] where microseconds % UInt64(unit.microseconds) == 0 {
            return "\(microseconds / UInt64(unit.microseconds))\(unit.name)"
        }
        var rest = microseconds
        var parts: [String] = []
        for unit in [SpanUnit.day, .hour, .minute, .second, .millisecond, .microsecond] {
            let length = UInt64(unit.microseconds)
            // Half a second among seconds is a fraction: "1.5s", not "1s 500ms".
            if unit == .second, rest > length, rest % length != 0 {
                parts.append(decimalSeconds(rest) + unit.name)
                break
            }
            if rest >= length { parts.append("\(rest / length)\(unit.name)") }
            rest %= length
        }
        return parts.joined(separator: " ")
    }

    private static func decimalSeconds(_ microseconds: UInt64) -> String {
        var fraction = (microseconds % 1_000_000).padded(to: 6)
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(microseconds / 1_000_000).\(fraction)"
    }
}
