/// The screen of `mlopsctl show DECISION`.
package enum DecisionPage {
    package static func text(_ detail: DecisionDetail, _ style: TextStyle) -> String {
        let decision = detail.decision
        let title: StyledText = "\(decision.id, .strong) - \(decision.pipeline), \(decision.kind.rawValue)"
        var fields = FieldList()
        fields.add("Summary", "\(decision.summary)")
        fields.add("Decided", "\(style.absoluteAndPast(decision.decidedAt))")
        fields.add("Repeated", repeated(decision, style))
        fields.add("Trigger", decision.trigger.map { StyledText($0) })
        fields.add("Request", decision.request.map { StyledText($0) })
        fields.add("Run", decision.run.map { StyledText($0) })
        fields.add("Evidence", lines: detail.evidence.map { evidence($0, style) })
        let tree = ExplanationTree.tree(detail.explanation, style).lines(style)
        return ([style.fitted(title)] + fields.lines(style) + [""] + tree).joinedLines
    }

    private static func repeated(_ decision: DecisionSummary, _ style: TextStyle) -> StyledText? {
        guard decision.count > 1, let last = decision.lastAt else { return nil }
        return "\(decision.count) times, last \(style.absoluteAndPast(last))"
    }

    private static func evidence(_ use: EvidenceUse, _ style: TextStyle) -> StyledText {
        let trigger = use.trigger.map { " for \($0)" } ?? ""
        let detail = use.detail.map { " (\($0))" } ?? ""
        return "\(use.id, .strong) \(use.fact): \(use.disposition)\(detail)\(trigger)"
    }
}
