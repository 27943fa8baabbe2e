/// The screen of `mlopsctl audit`.
package enum AuditPage {
    package static func text(_ audit: AuditResponse, _ style: TextStyle) -> String {
        let verdict: StyledText =
            audit.balanced
            ? "\(style.dot, .good) every piece of evidence is accounted for"
            : "\(style.cross, .bad) \(CountText.counted(audit.violations.count, "violation"), .bad)"
        var fields = FieldList()
        fields.add("Checked", "\(style.absoluteAndPast(audit.checkedAt))")
        fields.add("Evidence", "\(audit.evidence)")
        fields.add("Uses", "\(audit.uses)")
        for count in audit.dispositions { fields.add(count.disposition, "\(count.count)") }
        let violations = audit.violations.map { violation in
            style.fitted("  \(violation.id, .bad) \(violation.pipeline.map { "\($0): " } ?? "")\(violation.text)")
        }
        return ([style.fitted(verdict)] + fields.lines(style) + violations).joinedLines
    }
}
