import ArgumentParser
import MLOpsConfig
import MLOpsControl

/// `mlopsctl generate-units`: what `mlopsd-generator` calls, at boot and whenever systemd reads its units again.
///
/// A definition that is wrong has no units; all others have theirs, or a boot would depend on it.
struct GenerateUnitsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate-units", abstract: "Write units for steps with limits, for systemd.", shouldDisplay: false
    )

    @Argument(help: "Where to write them.", completion: .directory)
    var directory: String

    @Option(help: "The configuration directory.", completion: .directory)
    var config = "/etc/mlopsd"

    func run() throws {
        do {
            let configuration = try ConfigurationLoader(directory: config).load()
            StandardStreams.writeError(configuration.invalid.flatMap(\.diagnostics).map(\.description).joinedLines)
            try UnitGenerator(output: directory).write(configuration.pipelines)
        } catch let error as ConfigurationError {
            throw CommandFailure(.configuration, error.diagnostics.map(\.description).joined(separator: "\n"))
        }
    }
}
