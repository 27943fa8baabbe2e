import MLOpsConfig
import MLOpsCore
import MLOpsLinux

/// Runs the programs that try a candidate out, in the environment of a step.
struct ProgramJudge {
    let run: Run
    let pipeline: PipelineDefinition
    let directory: RunDirectory
    /// The directory of the registered candidate, which no program changes.
    let model: String?
    let champion: String?
    let base: BaseEnvironment
    /// The daemon's state directory.
    let state: String
    /// Where programs run in units of their own; nil: below the daemon.
    var units: CommandUnits? = nil

    /// - Parameter number: of the gate, counted from 1; programs see it in `MLOPS_STEP`.
    func measure(_ gate: ProgramGate, number: Int) -> GateMeasurement {
        do {
            let request = try request(gate, number)
            let user = try StepUser(of: pipeline, base)
            try user?.admit(to: directory, below: state, datasets: pipeline.datasets.map(\.name))
            defer { if user != nil { StepUser.dismissAll(from: directory) } }
            let command = PipelineCommand(
                request: request, timeout: gate.timeout, units: units,
                owner: .steps(StepUnit(forChecksOf: pipeline, own: base.stepUser)))
            return .program(end(try command.run()))
        } catch {
            return .program(.notStarted(reason: "\(error)"))
        }
    }

    private func request(_ gate: ProgramGate, _ number: Int) throws -> SpawnRequest {
        let attempt = AttemptID(run: run.id, step: StepName("check-\(number)"), number: 1)
        let environment = try StepEnvironment(
            for: attempt, of: run, pipeline, in: directory, champion: champion, model: model, base: base)
        return SpawnRequest(
            arguments: try StepArguments(.arguments(gate.arguments), Parameters(pipeline, run)).list,
            environment: environment.entries + [CommandMark.variable(state: state)],
            workingDirectory: pipeline.directory)
    }

    private func end(_ outcome: CommandOutcome) -> GateMeasurement.ProgramEnd {
        if outcome.hasTimedOut { return .timedOut }
        let line = UntrustedText.escape(outcome.lastLine)
        return switch outcome.end {
        case .exited(let code): .exited(code: code, lastLine: line)
        case .signaled(let signal, _): .signaled(signal: signal, lastLine: line)
        case .unknown: .notStarted(reason: "its end is not known")
        }
    }
}
