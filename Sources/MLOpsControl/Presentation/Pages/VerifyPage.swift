/// The screen of `mlopsctl verify`.
package enum VerifyPage {
    package static func text(_ outcome: VerifyResponse, _ style: TextStyle) -> String {
        let verdict: StyledText =
            outcome.isSound
            ? "\(style.dot, .good) every version is as it was registered"
            : "\(style.cross, .bad) \(CountText.counted(outcome.findings.count, "finding"), .bad)"
        var fields = FieldList()
        fields.add("Checked", "\(style.absoluteAndPast(outcome.checkedAt))")
        fields.add("Versions", "\(outcome.versions), \(CountText.bytes(outcome.bytes))")
        let findings = outcome.findings.map { finding in
            let paint: Paint = finding.kind == .orphan ? .warning : .bad
            return style.fitted("  \(finding.subject, paint) \(finding.kind.rawValue): \(finding.text)")
        }
        return ([style.fitted(verdict)] + fields.lines(style) + findings).joinedLines
    }
}
