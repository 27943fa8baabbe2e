import MLOpsControl
import MLOpsStatistics

/// What `mlopsctl schema infer` prints: the schema, or where it is, and what came of verifying it.
enum InferencePage {
    static func text(_ report: InferenceReport, _ style: TextStyle) -> String {
        let rows = report.files.reduce(0) { $0 + $1.rows }
        let source = "\(CountText.counted(rows, "row")) of \(CountText.counted(report.files.count, "file"))"
        let schema = report.output.map { StyledText("\($0): a schema of \(source).").rendered(style) + "\n" }
        // What goes into a file or another program is the schema's own text, which escapes what is not shown.
        return (schema ?? report.schema) + (report.verification.map { text($0, style) } ?? "")
    }

    private static func text(_ verification: InferenceReport.Verification, _ style: TextStyle) -> String {
        let windows =
            verification.own.enumerated().map { ("file \($0 + 1)", $1) }
            + verification.heldOut.enumerated().map { ("held out \($0 + 1)", $1) }
        // A comment, so that the output stays a schema file.
        return windows.flatMap { name, window -> [String] in
            let wrong = window.violations.filter { $0.severity > .info }
            let end = wrong.isEmpty ? "holds" : CountText.counted(wrong.count, "rule") + " broken"
            return ["# verified on \(name), \(CountText.counted(window.rows, "row")): \(end)"]
                + wrong.map { StyledText("#   \($0.explanation)").rendered(style) }
        }.joinedLines
    }
}
