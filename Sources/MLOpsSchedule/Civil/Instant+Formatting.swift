extension Instant {
    /// Returns the time as people of `zone` read it, "Mon 2026-03-30 03:00:00 CEST".
    package func formatted(in zone: TimeZoneRules) -> String {
        let offset = zone.offset(at: self)
        return "\(CivilDateTime(self, offset: offset.secondsFromUTC)) \(offset.abbreviation)"
    }

    /// The RFC 3339 form in UTC, "2026-03-30T01:00:00Z", with six more digits only where they are not zero.
    ///
    /// Years beyond 9999 are written with their digits and are not RFC 3339 any more.
    package var rfc3339: String {
        let civil = CivilDateTime(self, offset: 0)
        return "\(civil.dateText)T\(civil.timeText)Z"
    }
}
