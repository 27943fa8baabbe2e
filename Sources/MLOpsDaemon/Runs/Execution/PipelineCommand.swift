import MLOpsConfig
import MLOpsLinux

/// A short program that a definition names: the check of a gate, the reload after a deployment, a probe.
///
/// All of them are started here, so that there is one place that decides what they may do.
struct PipelineCommand: Sendable {
    enum Owner: Hashable, Sendable {
        /// It is of the daemon's user and held by no limits.
        case daemon
        /// It is as steps are, in that unit; nil: in the one of all steps.
        case steps(StepUnit?)

        var unit: StepUnit? { if case .steps(let unit) = self { unit } else { nil } }
    }

    let request: SpawnRequest
    let timeout: Duration
    /// nil: it is a process below the daemon.
    var units: CommandUnits? = nil
    let owner: Owner
    /// What it writes is an answer to the daemon, and nothing for the journal.
    var isPrivate = false

    /// Runs it to its end on the calling thread; after `timeout` it is stopped, with all that it started.
    func run(maximumOutputBytes: Int = 64 * 1024) throws(LinuxError) -> CommandOutcome {
        guard let units else {
            guard owner.unit == nil else {
                throw LinuxError(
                    "start", request.arguments.first ?? "", .malformed("nobody keeps its user or limits here"))
            }
            return try CommandRunner.runBlocking(request, timeout: timeout, maximumOutputBytes: maximumOutputBytes)
        }
        return try units.run(
            request, timeout: timeout, maximumOutputBytes: maximumOutputBytes, for: owner,
            isPrivate: isPrivate)
    }
}
