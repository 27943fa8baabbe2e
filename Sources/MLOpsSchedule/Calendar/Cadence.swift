/// A fixed distance of real time counted from an anchor, whatever the clocks on the wall do.
struct Cadence: Hashable {
    /// The first slot.
    var anchor: Instant
    /// Microseconds, positive.
    var step: Int64

    func first(after instant: Instant) -> Instant? {
        guard instant >= anchor else { return anchor }
        let passed = (instant.microseconds - anchor.microseconds) / step
        return slot(passed + 1)
    }

    func slots(after instant: Instant, through end: Instant) -> SlotSpan? {
        guard let first = first(after: instant), first <= end else { return nil }
        let more = (end.microseconds - first.microseconds) / step
        return SlotSpan(
            count: Int(more) + 1, first: first, last: Instant(microseconds: first.microseconds + more * step))
    }

    /// The slot with an index from 0, `nil` when it is beyond what an instant can hold.
    private func slot(_ index: Int64) -> Instant? {
        let (distance, overflow) = index.multipliedReportingOverflow(by: step)
        let (microseconds, overflowAgain) = anchor.microseconds.addingReportingOverflow(distance)
        return overflow || overflowAgain ? nil : Instant(microseconds: microseconds)
    }
}
