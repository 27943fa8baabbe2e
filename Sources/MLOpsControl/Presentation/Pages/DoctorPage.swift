/// The screen of `mlopsctl doctor`.
package enum DoctorPage {
    package static func text(_ checks: [DoctorCheck], _ style: TextStyle) -> String {
        let width = checks.map(\.name.displayWidth).max() ?? 0
        let lines = checks.flatMap { check in
            [style.fitted("\(mark(check.status, style)) \(check.name.padded(to: width), .strong)  \(check.detail)")]
                + (check.fix.map { [style.fitted("  \(String(repeating: " ", count: width))  fix: \($0)")] } ?? [])
        }
        return (lines + ["", summary(checks)]).joinedLines
    }

    private static func mark(_ status: DoctorCheck.Status, _ style: TextStyle) -> StyledText {
        switch status {
        case .ok: StyledText(style.isUnicode ? "✓" : "+", .good)
        case .warning: StyledText("!", .warning)
        case .failed: StyledText(style.isUnicode ? "✗" : "-", .bad)
        }
    }

    private static func summary(_ checks: [DoctorCheck]) -> String {
        let warnings = checks.count { $0.status == .warning }
        let failures = checks.count { $0.status == .failed }
        let counts = [CountText.counted(checks.count, "check"), CountText.counted(warnings, "warning")]
        return "\(counts.joined(separator: ", ")), \(failures) failed."
    }
}
