import MLOpsConfig
import MLOpsCore
import MLOpsLinux

/// The units that the generator made for steps with limits, held against what the definitions say now.
///
/// systemd makes them anew when root tells it to: a definition whose limits are not in force is not in force either.
struct InstalledUnits: Sendable {
    private static let longestFile = 64 * 1024

    /// nil: no service manager starts steps with limits.
    let stepSocket: String?
    /// Whether a service manager starts steps at all.
    var startsUnits = false
    /// Of the daemon; nil: where its units have it.
    var state: String?
    /// Where the generator writes.
    var directory = "/run/systemd/generator"
    /// Tells the users of the daemon and of its steps.
    var base = BaseEnvironment.ofThisProcess

    /// Disables the pipelines whose steps would run without the limits that they have.
    func check(_ configuration: Configuration, in tree: String) -> Configuration {
        var checked = configuration
        for pipeline in configuration.pipelines {
            let path = "\(tree)/pipelines.d/\(pipeline.name).yaml"
            let problems =
                unstarted(pipeline, configuration.settings, path) ?? unknownUser(of: pipeline, path) ?? elsewhere(
                    pipeline, path)
                ?? StepUnit.all(of: pipeline, own: base.stepUser).compactMap { unit in
                    problem(with: unit).map {
                        Diagnostic(
                            in: pipeline, file: path, keys: unit.step.map { ["steps", $0.text] } ?? ["gates"],
                            problem: $0.problem, hint: $0.hint)
                    }
                }
            guard !problems.isEmpty else { continue }
            checked.pipelines.removeAll { $0.name == pipeline.name }
            checked.invalid.append(InvalidPipeline(name: pipeline.name, path: path, diagnostics: problems))
        }
        checked.invalid.sort { $0.name < $1.name }
        return checked
    }

    /// nil: nothing of it asks for a service manager that is not there.
    private func unstarted(
        _ pipeline: PipelineDefinition, _ settings: DaemonSettings, _ path: String
    ) -> [Diagnostic]? {
        let steps = pipeline.steps.filter { ($0.executor ?? settings.executor) == .systemd }
        guard !startsUnits, stepSocket == nil, !steps.isEmpty else { return nil }
        return steps.map { step in
            Diagnostic(
                in: pipeline, file: path, keys: ["steps", step.name.text, "executor"],
                problem: "is systemd, and nobody starts units here: mlopsd does not run as a service of systemd",
                hint: "write executor: local, or install mlopsd with its units")
        }
    }

    /// nil: its steps are of the daemon's user, or of one that this machine has.
    private func unknownUser(of pipeline: PipelineDefinition, _ path: String) -> [Diagnostic]? {
        let name = pipeline.user ?? base.stepUser
        guard name != base.user, SystemUser.number(of: name) == nil else { return nil }
        return [
            Diagnostic(
                in: pipeline, file: path, keys: ["user"],
                problem: "names \"\(name)\", and this machine has no such user",
                hint: "adduser --system --group \(name)")
        ]
    }

    /// nil: what a read-only step writes is where its unit lets it write.
    private func elsewhere(_ pipeline: PipelineDefinition, _ path: String) -> [Diagnostic]? {
        guard pipeline.sandbox.isReadOnly, stepSocket != nil, let state else { return nil }
        let real = [state, StepUnit.state].map { place in
            (try? SafeDirectory.realPath(of: place)) ?? place  // Where there is nothing, nothing leads elsewhere.
        }
        guard real[0] != real[1] else { return nil }
        return [
            Diagnostic(
                in: pipeline, file: path, keys: ["sandbox", "read_only"],
                problem: "lets steps write below \(StepUnit.state), and the daemon keeps its state in \(real[0])",
                hint: "mount or link \(StepUnit.state) there instead of --state")
        ]
    }

    private func problem(with unit: StepUnit) -> (problem: String, hint: String)? {
        guard stepSocket != nil else {
            return (
                "has limits or a user, which nobody keeps here: mlopsd does not run as a service of systemd",
                "remove user, resources and sandbox, or install mlopsd with its units"
            )
        }
        // What can not be read is not what the definition says.
        let file = try? DurableFile.read("\(directory)/\(unit.limitsFile)", maximumBytes: Self.longestFile)
        guard file != Array(unit.limits.utf8) else { return nil }
        return ("has limits that systemd does not know yet", "run \"mlopsctl apply\" as root")
    }
}
