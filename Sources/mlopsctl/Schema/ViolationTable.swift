import MLOpsControl
import MLOpsStatistics

/// Violations of a schema, one a line.
enum ViolationTable {
    static func table(_ violations: [Violation]) -> Table {
        var table = Table([
            .init("SEVERITY"), .init("COLUMN"), .init("RULE"), .init("OBSERVED"), .init("ALLOWED"),
            .init("ROWS", .right, dropped: 2), .init("EXAMPLES", canShrink: true, dropped: 1),
        ])
        for violation in violations {
            table.add([
                StyledText(violation.severity.rawValue, ValidationReport.Verdict(violation.severity).paint),
                StyledText(violation.column ?? "-", .strong), StyledText(violation.rule.rawValue),
                StyledText(violation.observed.map(text) ?? "-"), StyledText(violation.allowed.map(text) ?? "-"),
                StyledText(violation.count.map { "\($0)" } ?? "-"), StyledText(examples(violation.examples)),
            ])
        }
        return table
    }

    private static func text(_ value: ReportedValue) -> String {
        switch value {
        case .number(let number): CountText.measured(number)
        case .text(let text): text
        }
    }

    private static func examples(_ examples: [RowExample]) -> String {
        examples.map { example in "row \(example.row)" + (example.value.map { ": \($0)" } ?? "") }
            .joined(separator: ", ")
    }
}
