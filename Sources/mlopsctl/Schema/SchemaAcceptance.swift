import MLOpsData
import MLOpsStatistics

/// Finds the changes of a schema that make files pass.
struct SchemaAcceptance {
    /// A change can bring to light what stood behind it, as a type hides the range; more often than so it does not.
    private static let maximumRounds = 4

    let schema: DataSchema
    let files: [(path: String, file: DataFile)]
    let options: ReadOptions
    let context: ValidationContext

    struct Outcome {
        var schema: DataSchema
        /// What no change of the schema accepts.
        var remaining: [SchemaCheckReport.InFile<Violation>]
    }

    /// - Parameter at: microseconds since 1970-01-01 UTC.
    func outcome(by name: String, at time: Int64?) throws(CommandFailure) -> Outcome {
        var accepted = schema
        var evidence: SchemaInference?
        for _ in 0..<Self.maximumRounds {
            let fixes = try findings(accepted).compactMap(\.value.fix)
            guard !fixes.isEmpty else { break }
            if evidence == nil, fixes.contains(where: \.needsInference) { evidence = try inference() }
            let next = accepted.accepting(fixes, inferred: { evidence?.rules(of: $0) }, by: name, at: time)
            guard next != accepted else { break }
            accepted = next
            // One acceptance is one version, however many rounds it takes.
            accepted.version = schema.version + 1
        }
        let remaining = try findings(accepted).map {
            SchemaCheckReport.InFile(file: $0.path, value: $0.value.violation)
        }
        return Outcome(schema: accepted, remaining: remaining)
    }

    /// What is to be accepted: news that only informs needs no acceptance.
    private func findings(
        _ schema: DataSchema
    ) throws(CommandFailure) -> [(path: String, value: SchemaCheck.Finding)] {
        let validator = FileValidator(schema: schema, options: options)
        var findings: [(path: String, value: SchemaCheck.Finding)] = []
        for (path, file) in files {
            do throws(DataError) {
                let check = try validator.check(file, context)
                findings += check.findings.filter { $0.violation.severity > .info }.map { (path, $0) }
            } catch {
                throw CommandFailure(error, file: path)
            }
        }
        return findings
    }

    private func inference() throws(CommandFailure) -> SchemaInference {
        do throws(UnreadableFile) {
            return try SchemaInferrer(files.map(\.file), options: options).gather().inference
        } catch {
            throw CommandFailure(error)
        }
    }
}

extension SchemaFix {
    fileprivate var needsInference: Bool {
        switch self {
        case .add, .infer: true
        case .column, .rename, .dataset: false
        }
    }
}
