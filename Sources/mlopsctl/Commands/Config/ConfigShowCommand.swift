import ArgumentParser
import MLOpsControl

/// `mlopsctl config show`.
struct ConfigShowCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the daemon's settings, and in which file each is written.",
        discussion: """
            mlopsd.yaml comes first, and each file of mlopsd.yaml.d, in the order of their names, replaces single keys \
            of those before it. Keys that nobody wrote are shown with their defaults.
            """)

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await show(.configuration) { (configuration: ConfigurationResponse, style) in
            ConfigurationPage.settings(configuration, style)
        }
    }
}
