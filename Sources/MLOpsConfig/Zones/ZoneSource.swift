package import MLOpsSchedule

/// Where the rules of time zones come from.
package protocol ZoneSource: Sendable {
    /// Returns the rules of the zone with an IANA name.
    ///
    /// - Throws: ``ScheduleError/unknownTimeZone(name:column:hint:)`` with the nearest name there is.
    func rules(named name: String) throws(ScheduleError) -> TimeZoneRules
}
