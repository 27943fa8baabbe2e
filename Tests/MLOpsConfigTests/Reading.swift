@testable import MLOpsConfig
import MLOpsCore
import MLOpsSchedule

/// Reads a definition as if it stood in a file of the given name.
func read(_ source: String, name: PipelineName = "churn") throws(ConfigurationError) -> PipelineDefinition {
    try PipelineReader(zones: SystemZones()).read(
        source: source, name: name, path: "/etc/mlopsd/pipelines.d/\(name).yaml")
}

/// Returns the messages that reading ends with, without the path of the file.
func problems(_ source: some Collection<UInt8>, name: PipelineName = "churn") -> [String] {
    do throws(ConfigurationError) {
        let path = "/etc/mlopsd/pipelines.d/\(name).yaml"
        let text = try SourceText.decode(source, file: path)
        _ = try read(text, name: name)
        return []
    } catch {
        return error.diagnostics.map { diagnostic in
            var diagnostic = diagnostic
            diagnostic.file = "file"
            return diagnostic.description
        }
    }
}

func problems(_ source: String) -> [String] { problems(source.utf8) }
