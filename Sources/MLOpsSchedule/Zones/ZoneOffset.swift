/// What the clocks of a time zone show relative to UTC during some period.
package struct ZoneOffset: Hashable, Sendable {
    /// Seconds ahead of UTC; negative west of Greenwich.
    ///
    /// Within 26 hours either way.
    package var secondsFromUTC: Int
    /// Whether the zone calls this daylight saving time.
    ///
    /// No measure of its offset: Dublin calls its winter so.
    package var isDaylightSaving: Bool
    /// The short name, "CEST" or "+0530".
    package var abbreviation: String
}
