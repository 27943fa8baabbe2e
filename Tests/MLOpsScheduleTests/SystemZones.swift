import Foundation

import MLOpsSchedule

/// The time zone data of the machine the tests run on.
enum SystemZones {
    static let directory = "/usr/share/zoneinfo"

    static let areInstalled = FileManager.default.fileExists(atPath: directory + "/Europe/Berlin")

    /// Reads a zone; throws what an adapter would throw for a name that is not there.
    static func zone(_ name: String) throws(ScheduleError) -> TimeZoneRules {
        guard let bytes = FileManager.default.contents(atPath: "\(directory)/\(name)"), bytes.starts(with: "TZif".utf8)
        else { throw .unknownTimeZone(name: name) }
        return try TimeZoneRules(name: name, tzif: Array(bytes))
    }

    /// Every name of the IANA database that is installed, sorted.
    static func names() -> [String] {
        let aliases = ["right/", "posix/", "posixrules", "localtime"]
        let all = FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String } ?? []
        return all.filter { name in
            !aliases.contains(where: name.hasPrefix)
                && FileManager.default.contents(atPath: "\(directory)/\(name)")?.starts(with: "TZif".utf8) == true
        }.sorted()
    }
}

extension CalendarExpression {
    /// Parses with the zones of this machine.
    static func parse(
        _ text: String, gap: GapPolicy = .shift, overlap: OverlapPolicy = .first
    ) throws -> CalendarExpression {
        try CalendarExpression(parsing: text, zone: SystemZones.zone, gap: gap, overlap: overlap)
    }

    /// Parses an expression that names no zone, for a zone that may not exist.
    static func parse(_ text: String, in zone: TimeZoneRules) throws(ScheduleError) -> CalendarExpression {
        try CalendarExpression(parsing: text, zone: SystemZones.zone, defaultZone: zone)
    }

    /// The next slots after a time, as RFC 3339.
    func next(_ count: Int, after text: String) throws -> [String] {
        var slots: [String] = []
        var instant = try Instant(rfc3339: text)
        while slots.count < count, let next = next(after: instant) {
            slots.append(next.rfc3339)
            instant = next
        }
        return slots
    }
}
