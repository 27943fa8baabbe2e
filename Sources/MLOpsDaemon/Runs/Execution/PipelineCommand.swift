import MLOpsConfig
import MLOpsLinux

/// A short program that a definition names: the check of a gate, the reload after a deployment, a probe.
///
/// All of them are started here, so that there is one place that decides what they may do.
struct PipelineCommand: Sendable {
    let request: SpawnRequest
    let timeout: Duration
    /// nil: it is a process below the daemon.
    var units: CommandUnits? = nil
    /// What holds it to the limits and the user of its pipeline; nil: nothing does.
    var unit: StepUnit? = nil

    /// Runs it to its end on the calling thread; after `timeout` it is stopped, with all that it started.
    func run(maximumOutputBytes: Int = 64 * 1024) throws(LinuxError) -> CommandOutcome {
        guard let units else {
            guard unit == nil else {
                throw LinuxError(
                    "start", request.arguments.first ?? "", .malformed("nobody keeps its user or limits here"))
            }
            return try CommandRunner.runBlocking(request, timeout: timeout, maximumOutputBytes: maximumOutputBytes)
        }
        return try units.run(request, timeout: timeout, maximumOutputBytes: maximumOutputBytes, in: unit)
    }
}
