import ArgumentParser
import MLOpsControl

/// `mlopsctl config diff`.
struct ConfigDiffCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what has changed in the files since they were put in force.",
        discussion: """
            "mlopsctl check" says whether it can be used, "mlopsctl reload" puts it in force. The exit status is 1 when \
            something differs.
            """)

    @Argument(help: "Only the file of this pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let answer: ConfigurationResponse = try await get(.configuration, query: [("pipeline", pipeline)])
        try console.show(answer) { ConfigurationPage.difference(answer, $0) }
        if answer.files.contains(where: { $0.state != .same }) {
            throw ExitCode(CommandFailure.Kind.negative.exitStatus)
        }
    }
}
