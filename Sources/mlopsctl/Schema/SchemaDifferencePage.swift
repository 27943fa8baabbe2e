import MLOpsControl
import MLOpsStatistics

/// What `mlopsctl schema diff` prints.
enum SchemaDifferencePage {
    static func text(_ report: SchemaDifferenceReport, _ style: TextStyle) -> String {
        guard !report.changes.isEmpty else { return style.hasLegend ? "No difference.\n" : "" }
        return table(report.changes).text(style, noun: "change")
    }

    static func table(_ changes: [SchemaChange]) -> Table {
        var table = Table([
            .init("KEY"), .init("EFFECT"), .init("OLD", canShrink: true), .init("NEW", canShrink: true),
        ])
        for change in changes {
            table.add([
                StyledText(change.key, .strong), StyledText(change.effect.rawValue, paint(change.effect)),
                StyledText(change.old ?? "-"), StyledText(change.new ?? "-"),
            ])
        }
        return table
    }

    private static func paint(_ effect: SchemaChange.Effect) -> Paint? {
        switch effect {
        case .loosened: .warning
        case .tightened: .good
        case .changed: nil
        }
    }
}
