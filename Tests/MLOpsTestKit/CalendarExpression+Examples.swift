package import MLOpsSchedule

extension CalendarExpression {
    /// At every full hour, UTC.
    package static var hourly: CalendarExpression {
        get throws { try CalendarExpression(parsing: "hourly", zone: { _ throws(ScheduleError) in .utc }) }
    }

    /// Not while these tests are of use.
    package static var someday: CalendarExpression {
        get throws { try CalendarExpression(parsing: "2199-01-01", zone: { _ throws(ScheduleError) in .utc }) }
    }
}
