import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsStore

/// Puts what a run runs in into the record, once.
struct EnvironmentRecorder: Sendable {
    let reading: EnvironmentReading
    let keep: @Sendable (RunEnvironment, RunID) throws(StoreError) -> Void

    /// Nothing depends on it: what fails is tried again after the next step, and else not known.
    func perform(_ run: Run, _ pipeline: PipelineDefinition, in directory: RunDirectory) {
        guard access(directory.environmentMark, F_OK) != 0 else { return }
        let environment = reading.environment(of: run, pipeline)
        CodeCopy.keep(environment.code, from: pipeline.directory, in: directory.code)
        do {
            try keep(environment, run.id)
            _ = try BufferedFile(directory.environmentMark)
        } catch {
            // The mark is missing, so the next step tries again.
        }
    }
}
