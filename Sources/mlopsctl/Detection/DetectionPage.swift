import MLOpsControl

/// What `mlopsctl detect` prints: a line for each alarm.
enum DetectionPage {
    static func text(_ report: DetectionReport, _ style: TextStyle) -> String {
        var lines = report.alarms.map { line($0) }
        if lines.isEmpty {
            lines.append(
                report.rowsToLearn > 0
                    ? "\("could not tell", .warning): all rows are reference, which lacks \(report.rowsToLearn) more"
                    : "\("no harm", .good) in \(CountText.counted(report.rows, "row"))")
        }
        lines += report.notes.map { StyledText("note: \($0)") }
        if style.hasLegend { lines.append(StyledText(legend(report), .faint)) }
        return lines.map { style.fitted($0) }.joinedLines
    }

    private static func line(_ alarm: DetectionReport.Alarm) -> StyledText {
        let means = "mean loss \(CellValue.shown(alarm.mean)), usual \(CellValue.shown(alarm.baseline))"
        return "\("harm", .bad) proven at row \(alarm.row), since about row \(alarm.change): \(means)"
    }

    private static func legend(_ report: DetectionReport) -> String {
        var parts = [CountText.counted(report.rows, "row")]
        if report.missing > 0 { parts.append("\(report.missing) without a loss") }
        if let improved = report.improved { parts.append("losses lower than usual, proven at row \(improved)") }
        let odds = CellValue.shown(1 / report.falseAlarms)
        return "\(parts.joined(separator: ", ")); false alarms at most 1 in \(odds) rows without harm."
    }
}
