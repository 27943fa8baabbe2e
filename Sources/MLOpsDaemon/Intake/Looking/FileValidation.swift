import MLOpsCore
import MLOpsData
import MLOpsLinux
import MLOpsSchedule
import MLOpsStatistics

/// Holds a file against its dataset's schema, in a process of its own.
struct FileValidation: Sendable {
    let process: ProfilingProcess
    /// JSON, as the definition has it.
    let schema: String
    let format: DatasetDefinition.Format?
    let now: @Sendable () -> Moment

    private static let refusal = "schema: "

    /// Whether a file is set aside because it breaks the schema.
    static func isRefusal(_ reason: String?) -> Bool { reason?.hasPrefix(refusal) == true }

    enum Outcome: Sendable {
        /// Usable; what a person should hear of all the same.
        case usable(rows: Int64, remarks: String?)
        /// It must not be trained on.
        case blocked(String)
        /// It can not be said.
        case undecided(String)
    }

    func validate(_ path: RelativePath, _ fingerprint: FileRecord.Fingerprint, below directory: String) -> Outcome {
        let job = ProfilingJob(
            directory: directory, format: format?.rawValue, files: [.init(path.bytes, fingerprint)], schema: schema,
            now: now().wall.microseconds)
        do throws(ProfilingError) {
            let report = try process.run(job)
            if let validation = report.validations[0] { return Self.outcome(of: validation) }
            if let failure = report.failures[0] { return .blocked(failure) }
            return .undecided(report.failure ?? "it answered nothing")
        } catch {
            return .undecided(error.description)
        }
    }

    private static func outcome(of report: ValidationReport) -> Outcome {
        let named = report.violations.filter { $0.severity > .info }
        guard let words = text(of: named) else { return .usable(rows: Int64(report.rows), remarks: nil) }
        return report.blocks ? .blocked(refusal + words) : .usable(rows: Int64(report.rows), remarks: words)
    }

    /// The gravest in words, and how many more there are.
    static func text(of violations: [Violation]) -> String? {
        guard !violations.isEmpty else { return nil }
        let shown = violations.prefix(3).map { violation in
            // Most explanations begin with the column themselves.
            let column = violation.column.flatMap { violation.explanation.hasPrefix($0) ? nil : "\($0): " }
            return (column ?? "") + violation.explanation
        }
        let more = violations.count - shown.count
        return shown.joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
    }
}
