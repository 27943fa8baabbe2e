import MLOpsConfig
import MLOpsCore
import MLOpsSchedule

/// Reads a definition as if it stood in a file of the given name.
func read(_ source: String, name: PipelineName = "churn") throws(ConfigurationError) -> PipelineDefinition {
    try PipelineReader(zones: SystemZones()).read(source: source, name: name, path: "/etc/mlopsd/pipelines.d/\(name).yaml")
}

/// Returns the messages that reading ends with, without the name of the file.
func problems(_ source: String, name: PipelineName = "churn") -> [String] {
    do throws(ConfigurationError) {
        _ = try read(source, name: name)
        return []
    } catch {
        return error.diagnostics.map { String($0.description.trimmingPrefix("/etc/mlopsd/pipelines.d/\(name).yaml:")) }
    }
}
