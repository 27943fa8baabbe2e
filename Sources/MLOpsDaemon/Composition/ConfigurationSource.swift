import MLOpsConfig
import MLOpsControl
import MLOpsCore
import MLOpsLinux
import Synchronization

/// Reads the configuration and holds what is in force: the last good one, whole.
final class ConfigurationSource: Sendable {
    let directory: String
    private let statePath: String
    private let units: InstalledUnits
    private let inForce = Mutex<Configuration?>(nil)

    init(directory: String, statePath: String, units: InstalledUnits) {
        self.directory = directory
        self.statePath = statePath
        self.units = units
    }

    var configuration: Configuration { inForce.withLock { $0 } ?? Configuration() }

    /// What keeps the limits of a step now; nil: root took them away, from runs that have begun, too.
    ///
    /// Where the step is in force no more, nobody took its limits away.
    func inForce(_ unit: StepUnit) -> StepUnit? {
        guard let pipeline = configuration.pipelines.first(where: { $0.name == unit.pipeline }),
            let step = pipeline.steps.first(where: { $0.name == unit.step })
        else { return unit }
        return StepUnit(for: step, of: pipeline, own: units.base.stepUser)
    }

    /// Reads everything and puts it in force as a whole.
    ///
    /// The first time, a file that defines no usable pipeline disables that pipeline alone. Later, such a file refuses
    /// the whole reload: what was meant together is never half in force. One that was disabled before stays disabled.
    ///
    /// - Throws: what is wrong, with its places; what was in force stays in force.
    func load() throws(ConfigurationError) -> Configuration {
        let read = try ConfigurationLoader(
            directory: directory, statePath: statePath, rights: OwnRights(configuration: directory)
        ).load()
        let loaded = units.check(read, in: directory)
        let broken = inForce.withLock { current -> [InvalidPipeline] in
            let broken = current.map { loaded.newlyInvalid(since: $0) } ?? []
            if broken.isEmpty { current = loaded }
            return broken
        }
        guard broken.isEmpty else { throw ConfigurationError(broken.flatMap(\.diagnostics)) }
        return loaded
    }

    /// The definition that unfinished runs pin, read again from the text that the record kept.
    func pinned(_ source: String, _ name: PipelineName) throws(ConfigurationError) -> PipelineDefinition {
        try PipelineReader(zones: SystemZones()).read(source: source, name: name, path: "record:\(name)")
    }
}

extension Configuration {
    /// The pipelines that are unusable now and were usable, or were not there, before.
    fileprivate func newlyInvalid(since before: Configuration) -> [InvalidPipeline] {
        invalid.filter { now in !before.invalid.contains { $0.name == now.name } }
    }

    /// The event that puts this configuration in force.
    func event(pinned: [PipelineDefinition] = []) -> Event {
        let disabled = invalid.map { invalid in
            Configured.Invalid(
                name: invalid.name,
                reason: invalid.diagnostics.first?.description ?? "its file is invalid; mlopsctl check says why")
        }
        let host = HostPolicy(maxRunningRuns: settings.maxRunningRuns, machine: BootClock.machineID ?? "")
        return .configured(Configured(pipelines: pipelines, invalid: disabled, host: host, pinned: pinned))
    }

    var messages: [ConfigurationMessage] {
        invalid.flatMap(\.diagnostics).map { $0.message(.error) } + warnings.map { $0.message(.warning) }
    }
}

extension Diagnostic {
    func message(_ severity: ConfigurationMessage.Severity) -> ConfigurationMessage {
        ConfigurationMessage(
            severity: severity, file: file, line: line, column: column, key: key.isEmpty ? nil : key,
            problem: problem, hint: hint)
    }
}
