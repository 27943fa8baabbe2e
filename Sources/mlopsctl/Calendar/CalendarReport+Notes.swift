import MLOpsConfig
import MLOpsControl
import MLOpsSchedule

extension CalendarReport {
    /// An expression in its three readings, which differ only around changes of the clocks.
    struct Readings {
        var asWritten: CalendarExpression
        /// Without the slots that the gap policy keeps.
        var skippingGaps: CalendarExpression
        /// With both occurrences of repeated slots.
        var withRepetitions: CalendarExpression

        init(parsing text: String, zones: some ZoneSource, defaultZone: String) throws(ScheduleError) {
            let zone = defaultZone == "UTC" ? .utc : try zones.rules(named: defaultZone)
            asWritten = try CalendarExpression(parsing: text, zone: zones.rules, defaultZone: zone)
            skippingGaps = try CalendarExpression(parsing: text, zone: zones.rules, defaultZone: zone, gap: .skip)
            withRepetitions = try CalendarExpression(
                parsing: text, zone: zones.rules, defaultZone: zone, overlap: .both)
        }
    }

    /// Adds a note for each change of the clocks within a year of `base` that moves, drops or repeats a slot.
    mutating func addNotes(_ readings: Readings, from base: Instant) {
        let zone = readings.asWritten.zone
        let end = base + .seconds(366 * 86_400)
        var change = zone.nextTransition(after: base)
        while let instant = change, instant <= end {
            if let text = Self.note(on: readings, changeAt: instant, in: zone) {
                notes.append(Note(at: Timestamp(instant), text: text))
            }
            change = zone.nextTransition(after: instant)
        }
    }

    private static func note(on readings: Readings, changeAt change: Instant, in zone: TimeZoneRules) -> String? {
        let before = zone.offset(at: change - .microseconds(1))
        let after = zone.offset(at: change)
        let seconds = after.secondsFromUTC - before.secondsFromUTC
        let day = change.formatted(in: zone).split(separator: " ").prefix(2).joined(separator: " ")
        if seconds > 0 {
            return gapNote(on: readings, changeAt: change, in: zone).map { "\(day), clocks go forward: \($0)" }
        }
        return overlapNote(on: readings, changeAt: change, length: .seconds(-seconds), before, after)
            .map { "\(day), clocks go back: \($0)" }
    }

    private static func gapNote(
        on readings: Readings, changeAt change: Instant, in zone: TimeZoneRules
    ) -> String? {
        let start = change - .microseconds(1)
        let written = readings.asWritten.slots(after: start, through: change)
        let skipping = readings.skippingGaps.slots(after: start, through: change)
        guard written != nil, skipping == nil else { return nil }
        return "the slot that does not exist is at \(change.formatted(in: zone))"
    }

    private static func overlapNote(
        on readings: Readings, changeAt change: Instant, length: Duration, _ before: ZoneOffset, _ after: ZoneOffset
    ) -> String? {
        let start = change - length - .microseconds(1)
        let end = change + length - .microseconds(1)
        let written = readings.asWritten.slots(after: start, through: end)?.count ?? 0
        let both = readings.withRepetitions.slots(after: start, through: end)?.count ?? 0
        guard both > 0 else { return nil }
        return written < both
            ? "a repeated time is a slot only once, in \(before.abbreviation)"
            : "slots go on through the repeated hour, in \(before.abbreviation) and in \(after.abbreviation)"
    }
}
