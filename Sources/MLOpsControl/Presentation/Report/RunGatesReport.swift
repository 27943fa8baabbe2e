/// What the gates said of the candidate of a run, and by what.
struct RunGatesReport {
    let gates: [GateValue]
    /// The version in production when the run started.
    let champion: String?
    let style: TextStyle

    var html: String {
        guard !gates.isEmpty else { return "" }
        let against = champion.map { "Compared with \($0), the champion when it started." }
        let text = against ?? "There was no champion to compare with."
        return (["<p>\(text.escapingHTML)</p>", table.html] + gates.compactMap(segments)).joined(separator: "\n")
    }

    private var table: Table {
        var table = Table([
            .init("GATE"), .init("VERDICT"), .init("OBSERVED", .right), .init("BOUND", .right), .init("EVIDENCE"),
            .init("EXPLANATION"),
        ])
        for gate in gates {
            table.add([
                StyledText(gate.gate, .strong), "\(gate.verdict.mark(style)) \(gate.verdict.rawValue)",
                number(gate.observed), number(gate.bound), StyledText(gate.evidence.map(evidence) ?? "-"),
                StyledText(gate.explanation),
            ])
        }
        return table
    }

    private func number(_ value: Double?) -> StyledText { StyledText(value.map(CountText.measured) ?? "-") }

    /// `paired bootstrap on 500 rows: 0.004 (-0.009 to 0.017)`.
    private func evidence(_ evidence: GateValue.Evidence) -> String {
        let rows = CountText.counted(evidence.rows, "row")
        var text = evidence.method.map { "\($0) on \(rows)" } ?? rows
        if let difference = evidence.difference { text += ": \(CountText.measured(difference))" }
        if let lower = evidence.lower, let upper = evidence.upper {
            text += " (\(CountText.measured(lower)) to \(CountText.measured(upper)))"
        }
        return text + (evidence.p.map { ", p \(CountText.measured($0))" } ?? "")
    }

    private func segments(of gate: GateValue) -> String? {
        guard let segments = gate.segments, !segments.isEmpty else { return nil }
        var table = Table([
            .init("SEGMENT"), .init("VERDICT"), .init("ROWS", .right), .init("OBSERVED", .right),
            .init("BOUND", .right), .init(""),
        ])
        for segment in segments {
            table.add([
                StyledText(segment.segment, .strong), "\(segment.verdict.mark(style)) \(segment.verdict.rawValue)",
                StyledText(segment.rows.map(String.init) ?? "-"), number(segment.observed), number(segment.bound),
            ])
        }
        return """
            <details><summary>\(gate.gate.escapingHTML)</summary>
            \(table.html)
            </details>
            """
    }
}
