import MLOpsControl
import MLOpsStatistics

/// What `mlopsctl schema check` prints: for each file its verdict, a table of what is wrong, and a sentence for each line.
enum SchemaCheckPage {
    static func text(_ report: SchemaCheckReport, _ style: TextStyle) -> String {
        report.files.enumerated().map { index, file in
            let violations = report.violations.filter { $0.file == file.file }.map(\.value)
            let unchecked = report.unchecked.filter { $0.file == file.file }.map(\.value)
            let gap = index > 0 ? [""] : []
            return (gap + lines(file, violations, unchecked, style)).joinedLines
        }.joined()
    }

    private static func lines(
        _ file: SchemaCheckReport.File, _ violations: [Violation], _ unchecked: [ValidationReport.Unchecked],
        _ style: TextStyle
    ) -> [String] {
        let rows = CountText.counted(file.rows, "row")
        let head = StyledText("\(file.file): ", .strong) + StyledText(words(file.verdict), file.verdict.paint)
        var lines = [style.fitted(head + StyledText(" (\(rows))"))]
        if !violations.isEmpty {
            lines += [""] + ViolationTable.table(violations).lines(style) + [""]
            lines += violations.map { line($0, style) }
        }
        guard !unchecked.isEmpty else { return lines }
        return lines + [""]
            + unchecked.map { rule in
                let place = rule.column.map { "\($0): " } ?? ""
                return style.fitted(StyledText("not checked: \(place)\(rule.rule.rawValue): \(rule.reason)", .faint))
            }
    }

    private static func line(_ violation: Violation, _ style: TextStyle) -> String {
        StyledText(violation.explanation + ".").rendered(style)
    }

    private static func words(_ verdict: ValidationReport.Verdict) -> String {
        switch verdict {
        case .pass: "keeps the schema"
        case .info: "keeps the schema, with news"
        case .warn: "usable, with warnings"
        case .block: "blocked"
        }
    }
}

extension ValidationReport.Verdict {
    var paint: Paint {
        switch self {
        case .pass, .info: .good
        case .warn: .warning
        case .block: .bad
        }
    }
}
