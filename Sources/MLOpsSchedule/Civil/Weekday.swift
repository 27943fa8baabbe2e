/// A day of the week, Monday first, as in ISO 8601.
package enum Weekday: Int, CaseIterable, Hashable, Sendable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// The weekday a number of days after 1970-01-01, which was a Thursday.
    init(daysSinceEpoch days: Int) {
        let index = (days + 3).flooredQuotientAndRemainder(dividingBy: 7).remainder
        self = Self.allCases[index]
    }

    /// The English name in three letters, "Mon".
    package var abbreviation: String { String(name.prefix(3)) }

    /// The English name, "Monday".
    package var name: String {
        switch self {
        case .monday: "Monday"
        case .tuesday: "Tuesday"
        case .wednesday: "Wednesday"
        case .thursday: "Thursday"
        case .friday: "Friday"
        case .saturday: "Saturday"
        case .sunday: "Sunday"
        }
    }
}
