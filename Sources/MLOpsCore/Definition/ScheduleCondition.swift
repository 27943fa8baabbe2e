package import MLOpsSchedule

/// A slot of a calendar has passed.
package struct ScheduleCondition: Hashable, Sendable {
    /// Which of the slots missed while the daemon was down, asleep or held are made up for.
    package enum CatchUp: String, Sendable, CaseIterable {
        case latest, all, none
    }

    package var expression: CalendarExpression
    package var catchUp: CatchUp
    /// How old a missed slot may be and still be made up for; nil: the longer of one period and 1 h.
    package var catchUpWindow: Duration?
    /// A slot that could not start within this time is expired; nil: no limit.
    package var startDeadline: Duration?
    /// Slots are delayed by a constant part of this, the same on every start, different between triggers.
    package var jitter: Duration

    package init(
        expression: CalendarExpression, catchUp: CatchUp = .latest, catchUpWindow: Duration? = nil,
        startDeadline: Duration? = nil, jitter: Duration = .zero
    ) {
        self.expression = expression
        self.catchUp = catchUp
        self.catchUpWindow = catchUpWindow
        self.startDeadline = startDeadline
        self.jitter = jitter
    }
}
