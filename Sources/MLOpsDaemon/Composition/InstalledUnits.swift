import MLOpsConfig
import MLOpsCore
import MLOpsLinux

/// The units that the generator made for steps with limits, held against what the definitions say now.
///
/// systemd makes them anew when root tells it to: a definition whose limits are not in force is not in force either.
struct InstalledUnits: Sendable {
    private static let longestFile = 64 * 1024

    /// nil: no service manager starts steps.
    let stepSocket: String?
    /// Where the generator writes.
    var directory = "/run/systemd/generator"

    /// Disables the pipelines whose steps would run without the limits that they have.
    func check(_ configuration: Configuration, in tree: String) -> Configuration {
        var checked = configuration
        for pipeline in configuration.pipelines {
            let path = "\(tree)/pipelines.d/\(pipeline.name).yaml"
            let problems = StepUnit.all(of: pipeline).compactMap { unit in
                problem(with: unit).map {
                    Diagnostic(file: path, key: "steps.\(unit.step)", problem: $0.problem, hint: $0.hint)
                }
            }
            guard !problems.isEmpty else { continue }
            checked.pipelines.removeAll { $0.name == pipeline.name }
            checked.invalid.append(InvalidPipeline(name: pipeline.name, path: path, diagnostics: problems))
        }
        checked.invalid.sort { $0.name < $1.name }
        return checked
    }

    private func problem(with unit: StepUnit) -> (problem: String, hint: String)? {
        guard stepSocket != nil else {
            return (
                "has limits, which nobody keeps here: mlopsd does not run as a service of systemd",
                "remove resources and sandbox, or install mlopsd with its units"
            )
        }
        // What can not be read is not what the definition says.
        let file = try? DurableFile.read("\(directory)/\(unit.limitsFile)", maximumBytes: Self.longestFile)
        guard file != Array(unit.limits.utf8) else { return nil }
        return ("has limits that systemd does not know yet", "run \"mlopsctl apply\" as root")
    }
}
