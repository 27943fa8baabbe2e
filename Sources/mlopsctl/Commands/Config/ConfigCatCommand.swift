import ArgumentParser
import MLOpsControl

/// `mlopsctl config cat`.
struct ConfigCatCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "cat",
        abstract: "Show the files of the configuration as they are in force.",
        discussion: "Each follows a comment with its path, which says so where the file is another one by now.")

    @Argument(help: "Only the file of this pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await show(.configuration, query: [("pipeline", pipeline)]) { (answer: ConfigurationResponse, style) in
            ConfigurationPage.files(answer, style)
        }
    }
}
