/// Moments as reports show them, and spans as schema files write them.
package enum MomentText {
    private static let day: Int64 = 86_400_000_000

    /// - Parameter microseconds: since 1970-01-01, or since midnight for a `time`.
    package static func text(_ microseconds: Int64, as type: SchemaType) -> String {
        let days = microseconds.floorDivided(by: day)
        // The first day there is begins before the first moment there is: only the difference fits.
        let rest = microseconds &- days &* day
        switch type {
        case .date: return date(days)
        case .time: return clock(rest)
        default: return "\(date(days))T\(clock(rest))"
        }
    }

    /// `26h 5min`; the units of systemd.time(7), as few as say the same.
    package static func span(_ microseconds: Int64) -> String {
        guard microseconds > 0 else { return "0" }
        let units: [(String, Int64)] = [
            ("d", day), ("h", 3_600_000_000), ("min", 60_000_000), ("s", 1_000_000), ("ms", 1000), ("us", 1),
        ]
        // Hours are said in hours up to two days: 26h, not 1d 2h.
        let usesDays = microseconds >= 2 * day || microseconds % day == 0
        var rest = microseconds
        var parts: [String] = []
        for (name, unit) in units where name != "d" || usesDays {
            if rest / unit > 0 { parts.append("\(rest / unit)\(name)") }
            rest %= unit
        }
        return parts.joined(separator: " ")
    }

    private static func clock(_ microseconds: Int64) -> String {
        let seconds = microseconds / 1_000_000
        let text = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        let fraction = microseconds % 1_000_000
        return fraction == 0 ? text : text + "." + padded(fraction, 6)
    }

    // Civil from days: H. Hinnant, "chrono-compatible low-level date algorithms".
    private static func date(_ days: Int64) -> String {
        let shifted = days + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(two(month))-\(two(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1))"
    }

    private static func two(_ number: Int64) -> String { padded(number, 2) }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = "\(number.magnitude)"
        return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
