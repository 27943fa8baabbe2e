/// Lengths of time as systemd writes them.
package enum SpanText {
    private static let second = 1.0
    private static let minute = 60.0
    private static let hour = 3600.0
    private static let day = 86_400.0
    private static let week = 7 * day
    private static let month = 2_629_800.0
    private static let year = 31_557_600.0

    /// A rough length with one or two units, the coarser the longer it is: `3min 20s`, `2h`, `5 days`.
    ///
    /// The same steps as systemctl's LEFT and PASSED columns.
    package static func rough(seconds: Double) -> String {
        switch abs(seconds) {
        case let length where length >= year:
            "\(counted(length / year, "year")) \(counted(rest(length, year, month), "month"))"
        case let length where length >= month:
            "\(counted(length / month, "month")) \(counted(rest(length, month, day), "day"))"
        case let length where length >= week:
            "\(counted(length / week, "week")) \(counted(rest(length, week, day), "day"))"
        case let length where length >= 2 * day: counted(length / day, "day")
        case let length where length >= 25 * hour: "1 day \(whole(rest(length, day, hour)))h"
        case let length where length >= 6 * hour: "\(whole(length / hour))h"
        case let length where length >= hour: "\(whole(length / hour))h \(whole(rest(length, hour, minute)))min"
        case let length where length >= 5 * minute: "\(whole(length / minute))min"
        case let length where length >= minute:
            "\(whole(length / minute))min \(whole(rest(length, minute, second)))s"
        case let length where length >= second: "\(whole(length))s"
        case let length where length >= 0.001: "\(whole(length * 1000))ms"
        case let length: "\(whole(length * 1_000_000))us"
        }
    }

    /// How long something took: as `rough`, but to the tenth of a second below a minute.
    package static func duration(seconds: Double) -> String {
        switch seconds {
        case ..<0.001: return "0"
        case ..<1: return "\(whole(seconds * 1000))ms"
        case ..<minute:
            let tenths = whole(seconds * 10)
            return tenths % 10 == 0 ? "\(tenths / 10)s" : "\(tenths / 10).\(tenths % 10)s"
        case ..<hour: return "\(whole(seconds / minute))min \(whole(rest(seconds, minute, second)))s"
        default: return rough(seconds: seconds)
        }
    }

    private static func rest(_ length: Double, _ unit: Double, _ smaller: Double) -> Double {
        length.truncatingRemainder(dividingBy: unit) / smaller
    }

    /// Rounds down, so that nothing is said to be over before it is; lengths past any calendar end at its last day.
    private static func whole(_ value: Double) -> Int64 {
        value.isFinite ? Int64(min(value, 1e15)) : 0
    }

    private static func counted(_ value: Double, _ unit: String) -> String { CountText.counted(whole(value), unit) }
}
