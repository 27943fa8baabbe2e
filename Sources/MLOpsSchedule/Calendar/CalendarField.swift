/// One of the numbers a calendar expression is made of, with its range.
enum CalendarField {
    case year, month, day, dayFromMonthEnd, hour, minute, second

    /// The values a list may hold; microseconds for the second.
    var range: ClosedRange<Int> {
        switch self {
        case .year: 1970...2199
        case .month: 1...12
        case .day: 1...31
        // No month is certain to have more days; systemd draws the same line.
        case .dayFromMonthEnd: 1...28
        case .hour: 0...23
        case .minute: 0...59
        case .second: 0...59_999_999
        }
    }

    /// How many units one count of the written number means.
    var unit: Int { self == .second ? 1_000_000 : 1 }

    var name: String {
        switch self {
        case .year: "year"
        case .month: "month"
        case .day, .dayFromMonthEnd: "day"
        case .hour: "hour"
        case .minute: "minute"
        case .second: "second"
        }
    }
}
