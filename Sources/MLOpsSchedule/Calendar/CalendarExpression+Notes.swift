extension CalendarExpression {
    /// Returns what a change of the clocks did to `slot`, a slot of this expression; mostly `nil`, nothing.
    package func note(at slot: Instant) -> SlotNote? {
        guard case .pattern(let pattern, let matcher) = rule else { return nil }
        let window = window(zone.period(at: slot.second), of: pattern, matcher)
        if slot == window.start, let skipped = window.firstShiftedReading {
            return .shifted(from: CivilDateTime(skipped))
        }
        guard case .repeated(let first, _) = zone.resolve(CivilDateTime(slot, in: zone)) else { return nil }
        return slot == first ? .firstOfTwo : .secondOfTwo
    }
}
