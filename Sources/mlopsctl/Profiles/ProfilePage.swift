import MLOpsControl

/// The table of `mlopsctl profile`.
enum ProfilePage {
    static func text(_ report: ProfileReport, _ style: TextStyle) -> String {
        var table = Table([
            .init("COLUMN", canShrink: true), .init("TYPE", dropped: 6), .init("NULL", .right),
            .init("DISTINCT", .right, dropped: 7), .init("MIN", .right, dropped: 8),
            .init("MEDIAN", .right, dropped: 5),
            .init("MEAN", .right), .init("MAX", .right, dropped: 9), .init("SD", .right, dropped: 4),
            .init("SKEW", .right, dropped: 2), .init("SHAPE", dropped: 3),
            .init("TOP VALUES", canShrink: true, dropped: 1),
        ])
        for column in report.columns { table.add(cells(column, style)) }
        let size = style.hasLegend ? ["", legend(report)] : []
        let notes = report.notes.isEmpty ? [] : [""] + report.notes.map { style.fitted(StyledText("note: \($0)")) }
        return (table.lines(style) + notes + size).joinedLines
    }

    private static func legend(_ report: ProfileReport) -> String {
        let parts = [
            CountText.counted(report.rows, "row"), CountText.counted(report.columns.count, "column"),
            CountText.counted(report.files.count, "file"), CountText.bytes(report.bytes),
        ]
        let sampled = report.columns.contains { !$0.exact }
        return parts.joined(separator: ", ") + "."
            + (sampled ? " Quantiles and top values of long columns are of a uniform sample; ~ marks estimates." : "")
    }

    private static func cells(_ column: ProfileColumn, _ style: TextStyle) -> [StyledText] {
        let nulls = column.rows > 0 ? Double(column.nulls) / Double(column.rows) : 0
        return [
            StyledText(column.name, .strong), StyledText(column.type),
            StyledText(column.nulls == 0 ? "-" : Percentage.text(nulls), nulls > 0.5 ? .warning : nil),
            StyledText((column.distinctError > 0 ? "~" : "") + CellValue.shown(column.distinct)),
            StyledText(column.min?.shown ?? "-"), StyledText(column.quantiles?["0.5"]?.shown ?? "-"),
            StyledText(column.mean?.shown ?? "-"), StyledText(column.max?.shown ?? "-"),
            StyledText(column.standardDeviation.map { CellValue.shown($0) } ?? "-"),
            StyledText(column.skewness.map { CellValue.shown($0) } ?? "-"),
            StyledText(SmallHistogram.text(column.histogram, isUnicode: style.isUnicode)),
            StyledText(topValues(column)),
        ]
    }

    // Of numbers that hardly repeat themselves the most frequent ones say nothing.
    private static func topValues(_ column: ProfileColumn) -> String {
        guard let first = column.topValues.first, first.count > 1, first.count * 50 > column.count else { return "-" }
        let shown = column.topValues.prefix(3).map { item in
            "\(item.value.shown) \(Percentage.text(Double(item.count) / Double(max(1, column.count))))"
        }
        return shown.joined(separator: ", ")
    }
}
