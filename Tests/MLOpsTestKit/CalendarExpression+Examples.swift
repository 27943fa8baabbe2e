package import MLOpsSchedule
extension CalendarExpression {
    package static let hourly = CalendarExpression(seconds: 3600)
}
