import FoundationEssentials
import MLOpsConfig
import MLOpsCore
import MLOpsData
import MLOpsLinux
import MLOpsSchedule
import MLOpsStatistics

/// Holds every file that a run read against the schema of its dataset as it is now.
struct SchemaCheck {
    let profiling: ProfilingProcess
    let now: Instant

    func look(at inputs: DataJudge.Inputs, _ pipeline: PipelineDefinition, _ found: inout DataMeasurement) {
        var count = 0
        for dataset in pipeline.datasets {
            guard let path = dataset.schema else { continue }
            let files = inputs.records(of: dataset.name)
            do {
                let schema = String(
                    decoding: try JSONEncoder().encode(try DataSchemaFile.read(path).schema), as: UTF8.self)
                try check(files, of: dataset, schema, &found)
            } catch {
                found.doubts.append("\(dataset.name): \(error)")
            }
            count += files.count
        }
        found.scope = count == 1 ? "1 file fits its schema" : "\(count) files fit their schemas"
        if count == 0 { found.absence = "the run read no file of a dataset with a schema" }
    }

    private func check(
        _ files: [FileRecord], of dataset: DatasetDefinition, _ schema: String, _ found: inout DataMeasurement
    ) throws {
        let directory = try SafeDirectory.realPath(of: dataset.path)
        var rest = files[...]
        while !rest.isEmpty {
            let report = try profiling.run(
                ProfilingJob(
                    directory: directory, format: dataset.format?.rawValue,
                    files: rest.map { .init($0.path, $0.fingerprint) }, schema: schema, now: now.microseconds))
            guard report.answered > 0 else { throw ProfilingError(report.failure ?? "it answered nothing") }
            for (index, file) in rest.prefix(report.answered).enumerated() {
                if let problem = Self.problem(report, index) {
                    found.problems.append("\"\(UntrustedText.escape(file.path))\" of \(dataset.name): \(problem)")
                }
            }
            rest = rest.dropFirst(report.answered)
        }
    }

    private static func problem(_ report: ProfilingReport, _ index: Int) -> String? {
        if let failure = report.failures[index] { return failure }
        guard let validation = report.validations[index], validation.blocks else { return nil }
        return FileValidation.text(of: validation.violations.filter { $0.severity > .info })
    }
}
