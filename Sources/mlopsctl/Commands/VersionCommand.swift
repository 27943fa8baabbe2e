import ArgumentParser
import MLOpsControl

/// `mlopsctl version`.
struct VersionCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the versions of mlopsctl and of the daemon.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        if !common.json { try console.write("mlopsctl \(ProductVersion.current)\n") }
        let daemon: VersionResponse = try await get(.version)
        try console.show(daemon) { $0.fitted("\(daemon.name) \(daemon.version), API \(daemon.api)") + "\n" }
    }
}
