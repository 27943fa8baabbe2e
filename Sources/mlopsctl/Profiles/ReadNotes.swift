import MLOpsControl
import MLOpsData

/// What reading a file found that its figures do not tell, a sentence each.
struct ReadNotes {
    let lines: [String]

    /// - Parameter file: its name, where there are several.
    init(_ report: ReadReport, file: String?) {
        var lines = report.schema.notes
        for (column, findings) in zip(report.schema.columns, report.invalid) where findings.count > 0 {
            lines.append(
                Self.line(
                    "\(CountText.counted(findings.count, "cell")) of \(column.name) not of its type \(column.type)",
                    findings))
        }
        let found: [(Findings, String)] = [
            (report.shortRows, "with fewer fields than the header: the rest is null"),
            (report.longRows, "with more fields than the header: the rest is left out"),
            (report.malformedRows, "that are no JSON object: all cells are null"),
        ]
        for (findings, words) in found where findings.count > 0 {
            lines.append(Self.line("\(CountText.counted(findings.count, "row")) \(words)", findings))
        }
        self.lines = file.map { file in lines.map { "\(file): \($0)" } } ?? lines
    }

    private static func line(_ words: String, _ findings: Findings) -> String {
        guard let first = findings.examples.first else { return words }
        return "\(words), first in row \(first.row + 1)"
    }
}
