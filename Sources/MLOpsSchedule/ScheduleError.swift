/// Why a text or a time zone could not be understood.
///
/// Every case can say what is wrong (``cause``), where (``column``) and what to write instead (``hint``), so that a
/// caller who knows the file can place the message at the exact character.
package enum ScheduleError: Error, Hashable, Sendable {
    /// The kinds of text this module reads.
    package enum Subject: String, Hashable, Sendable {
        case calendarExpression = "calendar expression"
        case timeSpan = "time span"
        case byteSize = "size"
        case timestamp = "timestamp"
    }

    /// The text breaks the grammar, or a value is outside its range. `column` counts characters from 1.
    case malformed(Subject, text: String, column: Int, cause: String, hint: String?)

    /// The calendar expression is well formed, but no day between 1970 and 2199 matches it.
    case unsatisfiable(text: String)

    /// No time zone has this name. Thrown by the caller's lookup, who knows the names there are and puts the nearest
    /// into `hint`; the parser fills in `column`.
    case unknownTimeZone(name: String, column: Int? = nil, hint: String? = nil)

    /// The bytes are not a usable TZif file.
    case corruptTimeZone(name: String, cause: String)
}

extension ScheduleError: CustomStringConvertible {
    /// The whole message: `cannot parse calendar expression "…": <cause> at column <n>; <hint>`.
    package var description: String {
        let place = column.map { " at column \($0)" } ?? ""
        let advice = hint.map { "; \($0)" } ?? ""
        return "cannot \(action): \(cause)\(place)\(advice)"
    }

    /// What is wrong, without the place and the hint.
    package var cause: String {
        switch self {
        case .malformed(_, _, _, let cause, _), .corruptTimeZone(_, let cause): cause
        case .unsatisfiable: "no day between 1970 and 2199 matches it"
        case .unknownTimeZone: "there is no such time zone"
        }
    }

    /// The place of the offending text, in characters from 1, where there is one.
    package var column: Int? {
        switch self {
        case .malformed(_, _, let column, _, _): column
        case .unknownTimeZone(_, let column, _): column
        case .unsatisfiable, .corruptTimeZone: nil
        }
    }

    /// What to do about it, where there is something to say.
    package var hint: String? {
        switch self {
        case .malformed(_, _, _, _, let hint): hint
        case .unknownTimeZone(_, _, let hint): hint
        case .unsatisfiable: "check the day of the month against the months and the years"
        case .corruptTimeZone: "reinstall the time zone data of the system"
        }
    }

    private var action: String {
        switch self {
        case .malformed(let subject, let text, _, _, _): "parse \(subject.rawValue) \"\(text)\""
        case .unsatisfiable(let text): "schedule \"\(text)\""
        case .unknownTimeZone(let name, _, _): "find time zone \"\(name)\""
        case .corruptTimeZone(let name, _): "read time zone \"\(name)\""
        }
    }
}
