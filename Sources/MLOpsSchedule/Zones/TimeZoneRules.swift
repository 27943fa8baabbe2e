/// The rules of one time zone: which offset from UTC its clocks have, at any time.
///
/// A value made from the bytes of a TZif file (RFC 8536, versions 1 to 4), without any I/O. Instants after the last
/// transition of the file follow the rule in its footer, for ever.
package struct TimeZoneRules: Hashable, Sendable {
    /// The IANA name, "Europe/Berlin".
    package let name: String

    /// The seconds at which the offset changes, ascending.
    let transitions: [Int64]
    /// For each transition, the index into `offsets` of what begins there.
    let offsetIndices: [UInt8]
    /// The offsets of the zone; the first is in force before the first transition.
    let offsets: [ZoneOffset]
    /// The rule in force from the last transition on.
    let footer: PosixTimeZone?

    /// Coordinated universal time.
    package static let utc = TimeZoneRules(name: "UTC", offsetFromUTC: 0, abbreviation: "UTC")

    /// Decodes a TZif file.
    ///
    /// - Throws: ``ScheduleError/corruptTimeZone(name:cause:)`` when the bytes are damaged, or count leap seconds as
    ///   the files under `right/` do.
    package init(name: String, tzif: [UInt8]) throws(ScheduleError) {
        var decoder = TZifDecoder(tzif)
        do throws(ParseFailure) {
            let file = try decoder.decode()
            self.init(name: name, file: file)
        } catch {
            throw .corruptTimeZone(name: name, cause: error.cause)
        }
    }

    private init(name: String, file: TZifDecoder.Contents) {
        self.name = name
        transitions = file.transitions
        offsetIndices = file.offsetIndices
        offsets = file.offsets
        footer = file.footer
    }

    private init(name: String, offsetFromUTC: Int, abbreviation: String) {
        self.name = name
        transitions = []
        offsetIndices = []
        offsets = [ZoneOffset(secondsFromUTC: offsetFromUTC, isDaylightSaving: false, abbreviation: abbreviation)]
        footer = nil
    }

    /// Returns the offset in force at `instant`.
    package func offset(at instant: Instant) -> ZoneOffset { period(at: instant.second).offset }

    /// Returns the instants at which the clocks of this zone show `reading`.
    ///
    /// - Precondition: `reading` is valid.
    package func resolve(_ reading: CivilDateTime) -> LocalResolution {
        precondition(reading.isValid, "a reading no clock shows cannot be resolved: \(reading)")
        return resolve(second: reading.secondsOfClock, microsecond: Int64(reading.microsecond))
    }

    /// Returns the next instant after `instant` at which the offset changes, or `nil` when it never does again.
    package func nextTransition(after instant: Instant) -> Instant? {
        var period = period(at: instant.second)
        while period.end < Self.latestSecond {
            if period.offsetAfter != period.offset.secondsFromUTC { return Instant(seconds: period.end) }
            period = self.period(at: period.end)
        }
        return nil
    }

    /// The last second an ``Instant`` can hold, with room for an offset.
    static let latestSecond = Int64.max / 1_000_000 - 200_000
}

extension Instant {
    /// The second that contains this instant, since 1970.
    var second: Int64 { microseconds.flooredQuotientAndRemainder(dividingBy: 1_000_000).quotient }
}
