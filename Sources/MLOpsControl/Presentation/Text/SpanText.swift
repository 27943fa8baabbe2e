/// Lengths of time as systemd writes them.
package enum SpanText {
    private struct Unit {
        var seconds: Double
        var one: String
        var many: String

        static let microsecond = Unit(seconds: 1e-6, one: "us", many: "us")
        static let millisecond = Unit(seconds: 1e-3, one: "ms", many: "ms")
        static let second = Unit(seconds: 1, one: "s", many: "s")
        static let minute = Unit(seconds: 60, one: "min", many: "min")
        static let hour = Unit(seconds: 3600, one: "h", many: "h")
        static let day = Unit(seconds: 86_400, one: " day", many: " days")
        static let week = Unit(seconds: 604_800, one: " week", many: " weeks")
        static let month = Unit(seconds: 2_629_800, one: " month", many: " months")
        static let year = Unit(seconds: 31_557_600, one: " year", many: " years")
    }

    /// From which length on which units are told; the steps are those of systemctl's LEFT and PASSED columns.
    private static let steps: [(seconds: Double, units: [Unit])] = [
        (Unit.year.seconds, [.year, .month]), (Unit.month.seconds, [.month, .day]), (Unit.week.seconds, [.week, .day]),
        (2 * Unit.day.seconds, [.day]), (25 * Unit.hour.seconds, [.day, .hour]), (6 * Unit.hour.seconds, [.hour]),
        (Unit.hour.seconds, [.hour, .minute]), (5 * Unit.minute.seconds, [.minute]),
        (Unit.minute.seconds, [.minute, .second]), (Unit.second.seconds, [.second]),
        (Unit.millisecond.seconds, [.millisecond]),
    ]

    /// A rough length with one or two units, the coarser the longer it is: `3min 20s`, `2h`, `5 days`.
    package static func rough(seconds: Double) -> String {
        let length = abs(seconds)
        let units = steps.first { length >= $0.seconds }?.units ?? [.microsecond]
        return text(length, units)
    }

    /// How long something took: as `rough`, but to the tenth of a second below a minute, to the second below an hour.
    package static func duration(seconds: Double) -> String {
        switch seconds {
        case ..<0.001: return "0"
        case ..<1: return text(seconds, [.millisecond])
        case ..<60:
            let tenths = whole(seconds * 10)
            return tenths % 10 == 0 ? "\(tenths / 10)s" : "\(tenths / 10).\(tenths % 10)s"
        case ..<3600: return text(seconds, [.minute, .second])
        default: return rough(seconds: seconds)
        }
    }

    /// The length in whole units, largest first; those that are zero are left out behind the first.
    private static func text(_ length: Double, _ units: [Unit]) -> String {
        var rest = length
        var parts: [String] = []
        for unit in units {
            let count = whole(rest / unit.seconds)
            if count > 0 || parts.isEmpty { parts.append("\(count)\(count == 1 ? unit.one : unit.many)") }
            rest -= Double(count) * unit.seconds
        }
        return parts.joined(separator: " ")
    }

    /// Rounds down, so that nothing is said to be over before it is; lengths past any calendar end at its last day.
    private static func whole(_ value: Double) -> Int64 {
        // What was divided by a unit can be a hair short of the whole number that it stands for.
        value.isFinite ? Int64(min(value + 1e-9, 1e15)) : 0
    }
}
