import MLOpsControl

/// The table of `mlopsctl compare`.
enum ComparisonPage {
    private static let steps = 16

    static func text(_ report: ComparisonReport, _ style: TextStyle) -> String {
        var table = Table([
            .init(""), .init("COLUMN", canShrink: true), .init("TYPE", dropped: 4), .init("NULL", dropped: 5),
            .init("P", .right), .init("PSI", .right), .init("JS", .right, dropped: 2), .init("KS", .right, dropped: 1),
            .init("WASSERSTEIN", .right, dropped: 3), .init("REFERENCE", dropped: 6), .init("CURRENT", dropped: 6),
            .init("NOTE", canShrink: true),
        ])
        for column in report.columns { table.add(cells(column, style)) }
        let notes = report.notes.map { style.fitted(StyledText("note: \($0)")) }
        let lines = table.lines(style) + [""] + verdict(report, style) + notes
        return lines.joinedLines
    }

    private static func verdict(_ report: ComparisonReport, _ style: TextStyle) -> [String] {
        let drifted = report.columns.filter { $0.drifted == true }.map(\.name)
        let untold = report.columns.filter { $0.drifted == nil }.map(\.name)
        var lines: [StyledText] = []
        switch report.drifted {
        case true?:
            lines.append("\("drifted", .bad): \(drifted.joined(separator: ", "))")
        case false?: lines.append("\("not drifted", .good)")
        case nil: lines.append("\("could not tell", .warning)")
        }
        if report.columns.isEmpty { lines.append("the reference has no column to compare") }
        if !untold.isEmpty { lines.append("could not tell of: \(untold.joined(separator: ", "))") }
        if !report.newColumns.isEmpty {
            lines.append("new, without a reference: \(report.newColumns.joined(separator: ", "))")
        }
        if style.hasLegend {
            let rows = "\(report.nReference) rows of reference, \(report.nCurrent) of current data"
            let odds = "false alarms at most \(CellValue.shown(report.falseAlarms * 100))% for all columns together"
            lines.append(StyledText("\(rows); \(odds).", .faint))
            lines.append(
                StyledText(
                    report.rankStatistics == "cells"
                        ? "Rank statistics are computed on cells fitted to the reference; --exact takes the values themselves."
                        : "Rank statistics are computed on the values themselves; p and the verdict on cells.", .faint))
        }
        return lines.map { style.fitted($0) }
    }

    private static func cells(_ column: ComparedColumn, _ style: TextStyle) -> [StyledText] {
        let shapes = column.shapes.coarsened(to: steps)
        // One scale for both, so that the taller is the denser.
        let tallest = (shapes.reference + shapes.current).max()
        let mark = column.drifted.map { $0 ? (style.isUnicode ? "●" : "*") : " " } ?? "?"
        return [
            StyledText(mark, column.drifted == nil ? .warning : .bad), StyledText(column.name, .strong),
            StyledText(column.type), StyledText(nulls(column, style)), StyledText(column.p.map(probability) ?? "-"),
            StyledText(number(column.psi)), StyledText(number(column.jensenShannon)),
            StyledText(number(column.ks?.statistic)), StyledText(column.wasserstein.map { CellValue.shown($0) } ?? "-"),
            StyledText(SmallHistogram.text(shapes.reference, tallest: tallest, isUnicode: style.isUnicode)),
            StyledText(SmallHistogram.text(shapes.current, tallest: tallest, isUnicode: style.isUnicode)),
            StyledText(note(column)),
        ]
    }

    private static func note(_ column: ComparedColumn) -> String {
        if let otherType = column.otherType { return "values are \(otherType)" }
        switch column.status {
        case "compared": return ""
        case "insufficient": return "too few rows"
        case "all_null": return "no values"
        case "missing": return "not in the current data"
        case "incomparable": return "of another kind"
        default: return "no rows"
        }
    }

    private static func nulls(_ column: ComparedColumn, _ style: TextStyle) -> String {
        guard let before = column.nullRateReference, let after = column.nullRateCurrent, before + after > 0 else {
            return "-"
        }
        let arrow = style.isUnicode ? "→" : "->"
        return "\(Percentage.text(before))\(arrow)\(Percentage.text(after))"
    }

    private static func probability(_ p: Double) -> String {
        p < 1e-300 ? "<1e-300" : p < 1e-3 ? CellValue.shown(p) : number(p)
    }

    private static func number(_ value: Double?) -> String {
        guard let value else { return "-" }
        let text = "\((value * 10_000).rounded() / 10_000)"
        return text + String(repeating: "0", count: max(0, 6 - text.count))
    }
}
