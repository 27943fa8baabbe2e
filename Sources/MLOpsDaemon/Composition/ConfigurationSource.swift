import MLOpsConfig
import MLOpsControl
import MLOpsCore
import MLOpsLinux
import Synchronization

/// Reads the configuration, puts it in force whole, and keeps the last good one when the new one can not be used.
final class ConfigurationSource: Sendable {
    private let directory: String
    private let statePath: String
    private let inForce = Mutex<Configuration?>(nil)

    init(directory: String, statePath: String) {
        self.directory = directory
        self.statePath = statePath
    }

    var configuration: Configuration { inForce.withLock { $0 } ?? Configuration() }

    /// Reads everything; what was in force stays in force when this throws.
    func load() throws(ConfigurationError) -> Configuration {
        let loaded = try ConfigurationLoader(directory: directory, statePath: statePath).load()
        let merged = inForce.withLock { current in
            let merged = loaded.keepingLastGood(of: current)
            current = merged
            return merged
        }
        return merged
    }

    /// The definition that unfinished runs pin, read again from the text that the record kept.
    func pinned(_ source: String, _ name: PipelineName) throws(ConfigurationError) -> PipelineDefinition {
        try PipelineReader(zones: SystemZones()).read(source: source, name: name, path: "record:\(name)")
    }
}

extension Configuration {
    /// A pipeline that was valid and whose file no longer is stays in force as it was; the file is reported.
    fileprivate func keepingLastGood(of current: Configuration?) -> Configuration {
        guard let current else { return self }
        var merged = self
        let broken = invalid.map(\.name)
        merged.pipelines += current.pipelines.filter { broken.contains($0.name) }
        merged.pipelines.sort { $0.name < $1.name }
        return merged
    }

    /// The event that puts this configuration in force.
    func event(pinned: [PipelineDefinition] = []) -> Event {
        let named = pipelines.map(\.name)
        let disabled = invalid.filter { !named.contains($0.name) }.map { invalid in
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
            severity: severity, file: file, line: line, column: column, key: key, problem: problem, hint: hint)
    }
}
