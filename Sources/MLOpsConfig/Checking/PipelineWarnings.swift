import MLOpsCore
import MLOpsSchedule

/// Finds what is allowed and probably not meant.
struct PipelineWarnings {
    /// nil: the machine is not looked at.
    let host: (any HostView)?
    /// nil: what the daemon may do is not looked at.
    var rights: (any DaemonRights)?

    func warnings(for pipeline: LocatedPipeline) -> [Diagnostic] {
        let definition = pipeline.definition
        var warnings = definition.triggers.flatMap { frequency(of: $0, pipeline) }
        if definition.deployment != nil, definition.gates.isEmpty {
            warnings.append(
                pipeline.diagnostic(
                    ["deploy"], "every model that is trained goes live, for there are no gates",
                    hint: "add gates.model with a bound for a metric"))
        }
        if !definition.gates.isEmpty, !definition.gates.contains(where: \.isAbsolute),
            definition.gatePolicy.firstModel == .requireAbsolute
        {
            warnings.append(
                pipeline.diagnostic(
                    ["gates"], "the first model will not go live by itself, for every gate compares with a champion",
                    hint: "add a gate with at_least, at_most or check, or write first_model: allow"))
        }
        warnings += host.map { missing(pipeline, $0) } ?? []
        return warnings + [closedTarget(of: pipeline, besides: warnings)].compactMap(\.self)
    }

    private static let target = ["deploy", "target"]

    /// nil: the daemon can make its link, or it is said already why not.
    private func closedTarget(of pipeline: LocatedPipeline, besides warnings: [Diagnostic]) -> Diagnostic? {
        guard let target = pipeline.definition.deployment?.target, let obstacle = rights?.obstacle(toTarget: target),
            !warnings.contains(where: { $0.key == Self.target.joined(separator: ".") })
        else { return nil }
        return pipeline.diagnostic(Self.target, obstacle.problem, hint: obstacle.hint)
    }

    /// Slots this close together are a slip more often than a wish.
    private static let shortestPeriod = Duration.seconds(60)

    private func frequency(of trigger: TriggerDefinition, _ pipeline: LocatedPipeline) -> [Diagnostic] {
        trigger.operands.compactMap { operand in
            guard case .schedule(let schedule) = operand.condition else { return nil }
            // The first two slots tell a slip; the shortest distance of all would take a search through centuries.
            guard let first = schedule.expression.next(after: Instant(seconds: 0)),
                let second = schedule.expression.next(after: first), second - first < Self.shortestPeriod
            else { return nil }
            return pipeline.diagnostic(
                ["triggers", trigger.name.text, "schedule"], "comes true after \(TimeSpan.format(second - first))",
                hint: "cooldown and max_runs_per_day will hold most of it; is a longer period meant?")
        }
    }

    private func missing(_ pipeline: LocatedPipeline, _ host: any HostView) -> [Diagnostic] {
        let definition = pipeline.definition
        var warnings: [Diagnostic] = []
        func expectDirectory(_ path: String, _ keys: [String], otherwise hint: String) {
            if let own = host.privateDirectories.first(where: { path == $0 || path.hasPrefix($0 + "/") }) {
                warnings.append(
                    pipeline.diagnostic(
                        keys, "mlopsd.service has a \(own) of its own and does not see what others put there",
                        hint: "use a directory elsewhere, for example below /srv"))
                return
            }
            guard !host.isDirectory(path) else { return }
            warnings.append(pipeline.diagnostic(keys, "there is no directory \(path.quoted)", hint: hint))
        }
        expectDirectory(definition.directory, ["directory"], otherwise: "steps cannot start there")
        for dataset in definition.datasets {
            expectDirectory(
                dataset.path, ["data", dataset.name.text, "path"], otherwise: "it is watched as soon as it is there")
        }
        if let predictions = definition.predictions {
            let hint = "it is read as soon as it is there"
            expectDirectory(predictions.log, ["predictions", "log"], otherwise: hint)
            if let labels = predictions.labels { expectDirectory(labels, ["predictions", "labels"], otherwise: hint) }
        }
        if let target = definition.deployment?.target {
            let directory = FilePath.parent(of: target)
            let making = rights.map { ": \(Obstacle.making(directory, for: $0.user))" } ?? ""
            expectDirectory(directory, Self.target, otherwise: "deployments fail until it is there\(making)")
        }
        warnings += [UserCheck(host: host).problem(with: pipeline)].compactMap(\.self)
        return warnings + definition.steps.compactMap { missingProgram(of: $0, pipeline, host) }
            + definition.steps.compactMap { missingManager(of: $0, pipeline, host) }
    }

    /// Whether the daemon has units from it is not seen from here.
    private func missingManager(
        of step: StepDefinition, _ pipeline: LocatedPipeline, _ host: any HostView
    ) -> Diagnostic? {
        guard step.executor == .systemd, !host.isDirectory("/run/systemd/system") else { return nil }
        return pipeline.diagnostic(
            ["steps", step.name.text, "executor"], "systemd does not run here, so the pipeline would be refused",
            hint: "write executor: local")
    }

    private func missingProgram(
        of step: StepDefinition, _ pipeline: LocatedPipeline, _ host: any HostView
    ) -> Diagnostic? {
        guard case .arguments(let arguments) = step.program, let program = arguments.first else { return nil }
        let candidates =
            program.contains("/")
            ? [FilePath.normalised(program, in: pipeline.definition.directory)]
            : host.programDirectories.map { "\($0)/\(program)" }
        guard !candidates.contains(where: host.isExecutable) else { return nil }
        return pipeline.diagnostic(
            ["steps", step.name.text, "run"], "there is no program \(program.quoted)", hint: "the step will fail")
    }
}
