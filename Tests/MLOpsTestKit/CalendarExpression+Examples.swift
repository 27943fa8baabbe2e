package import MLOpsSchedule

extension CalendarExpression {
    /// At every full hour, UTC.
    package static var hourly: CalendarExpression {
        get throws { try CalendarExpression(parsing: "hourly", zone: { _ throws(ScheduleError) in .utc }) }
    }
}
