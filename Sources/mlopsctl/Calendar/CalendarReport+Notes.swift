import MLOpsControl
import MLOpsSchedule

extension CalendarReport {
    /// Adds, for each change of the clocks within a year of `base`, the first slot that it moved or doubled.
    mutating func addNotes(_ expression: CalendarExpression, from base: Instant) {
        let end = base + .seconds(366 * 86_400)
        var change = expression.zone.nextTransition(after: base)
        while let instant = change, instant <= end {
            if let slot = Self.notedSlot(of: expression, near: instant), let note = expression.note(at: slot) {
                notes.append(Note(at: Timestamp(slot), text: "\(slot.formatted(in: expression.zone)): \(note)"))
            }
            change = expression.zone.nextTransition(after: instant)
        }
    }

    /// What the clocks skip or repeat lies within as much of the change as they are set by, on either side.
    private static func notedSlot(of expression: CalendarExpression, near change: Instant) -> Instant? {
        let before = expression.zone.offset(at: change - .microseconds(1)).secondsFromUTC
        let reach = Duration.seconds(abs(expression.zone.offset(at: change).secondsFromUTC - before))
        var slot = expression.next(after: change - reach - .microseconds(1))
        while let instant = slot, instant <= change + reach {
            if expression.note(at: instant) != nil { return instant }
            slot = expression.next(after: instant)
        }
        return nil
    }
}
