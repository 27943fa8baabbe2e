import MLOpsControl
import MLOpsSchedule

/// What `mlopsctl calendar` tells of an expression: when its slots are, and what changes of the clocks do to them.
struct CalendarReport: Codable, Hashable {
    struct Slot: Codable, Hashable {
        var at: Timestamp
        /// As the clocks of the expression's zone show it.
        var local: String
    }

    struct Note: Codable, Hashable {
        var at: Timestamp
        var text: String
    }

    var expression: String
    var normalized: String
    var zone: String
    var slots: [Slot]
    /// Changes of the clocks within a year that touch a slot.
    var notes: [Note]

    init(_ text: String, _ expression: CalendarExpression, from base: Instant, iterations: Int) {
        self.expression = text
        normalized = expression.description
        zone = expression.zone.name
        slots = []
        var last = base
        while slots.count < iterations, let slot = expression.next(after: last) {
            slots.append(Slot(at: Timestamp(slot), local: slot.formatted(in: expression.zone)))
            last = slot
        }
        notes = []
        addNotes(expression, from: base)
    }
}

extension Timestamp {
    init(_ instant: Instant) { self.init(microseconds: instant.microseconds) }
}

extension Instant {
    init(_ timestamp: Timestamp) { self.init(microseconds: timestamp.microseconds) }
}
