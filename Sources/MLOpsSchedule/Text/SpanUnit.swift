/// A unit of a time span.
enum SpanUnit: CaseIterable {
    case microsecond, millisecond, second, minute, hour, day, week, month, year

    var microseconds: Int64 {
        switch self {
        case .microsecond: 1
        case .millisecond: 1000
        case .second: 1_000_000
        case .minute: 60_000_000
        case .hour: 3_600_000_000
        case .day: 86_400_000_000
        case .week: 604_800_000_000
        case .month: 2_629_800_000_000
        case .year: 31_557_600_000_000
        }
    }

    /// The spelling used in output.
    var name: String { spellings[0] }

    /// Every spelling that systemd accepts.
    var spellings: [String] {
        switch self {
        case .microsecond: ["us", "usec", "\u{B5}s", "\u{3BC}s"]
        case .millisecond: ["ms", "msec"]
        case .second: ["s", "second", "seconds", "sec"]
        case .minute: ["min", "minute", "minutes", "m"]
        case .hour: ["h", "hour", "hours", "hr"]
        case .day: ["d", "day", "days"]
        case .week: ["w", "week", "weeks"]
        case .month: ["month", "months", "M"]
        case .year: ["y", "year", "years"]
        }
    }
}
