import Foundation
import MLOpsSchedule

/// The time zone data of the machine the tests run on.
enum ClockChange {
    static func berlin() throws(ScheduleError) -> TimeZoneRules {
        let name = "Europe/Berlin"
        guard let bytes = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)") else {
            throw .unknownTimeZone(name: name)
        }
        return try TimeZoneRules(name: name, tzif: Array(bytes))
    }
}
