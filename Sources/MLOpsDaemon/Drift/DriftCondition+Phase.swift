import MLOpsCore
import MLOpsSchedule

extension DriftCondition {
    /// The name of the phase that the middle of a window is in; empty without phases.
    func phase(of times: ClosedRange<Instant>?) -> String {
        guard let phase, let times else { return "" }
        let middle = Instant(
            microseconds: times.lowerBound.microseconds
                + (times.upperBound.microseconds &- times.lowerBound.microseconds) / 2)
        let local = CivilDateTime(middle, in: zone)
        return switch phase {
        case .hourOfDay: "\(local.hour) h"
        case .hourOfWeek: "\(local.weekday.abbreviation) \(local.hour) h"
        case .dayOfWeek: local.weekday.abbreviation
        case .dayOfMonth: "day \(local.day)"
        }
    }
}
