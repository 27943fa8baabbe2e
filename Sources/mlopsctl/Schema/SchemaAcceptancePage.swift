import MLOpsControl
import MLOpsStatistics

/// What `mlopsctl schema accept` prints: the changes, and what became of them.
enum SchemaAcceptancePage {
    static func text(_ report: SchemaAcceptanceReport, _ style: TextStyle) -> String {
        var lines = report.changes.isEmpty ? [] : SchemaDifferencePage.table(report.changes).lines(style) + [""]
        if !report.remaining.isEmpty {
            lines += ViolationTable.table(report.remaining.map(\.value)).lines(style) + [""]
            lines += report.remaining.map { StyledText("\($0.file): \($0.value.explanation).").rendered(style) }
            lines.append("No change of the schema accepts what is listed above.")
        }
        return (lines + [StyledText(end(report)).rendered(style)]).joinedLines
    }

    private static func end(_ report: SchemaAcceptanceReport) -> String {
        let changes = CountText.counted(report.changes.count, "change")
        if report.changes.isEmpty { return "\(report.schema) stays at version \(report.fromVersion)." }
        return report.written
            ? "\(report.schema) is now version \(report.toVersion), \(changes)."
            : "\(report.schema) would become version \(report.toVersion), \(changes); --yes writes it."
    }
}
