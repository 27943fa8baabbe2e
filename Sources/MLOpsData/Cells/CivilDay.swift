/// Days since 1970-01-01 of the Gregorian calendar, which is reckoned backwards too (ISO 8601).
enum CivilDay {
    static let microseconds: Int64 = 86_400_000_000

    /// Howard Hinnant's `days_from_civil`; nil: there is no such day.
    ///
    /// Years are 0 to 9999.
    static func number(year: Int, month: Int, day: Int) -> Int64? {
        guard (1...12).contains(month), (0...9999).contains(year), day >= 1 else { return nil }
        guard day <= length(year: year, month: month) else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int64(era * 146_097 + dayOfEra - 719_468)
    }

    private static func length(year: Int, month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
