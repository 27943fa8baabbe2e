import ArgumentParser
import MLOpsControl

/// `mlopsctl verify`.
struct VerifyCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Read all registered models again and compare them with the record.",
        discussion: """
            Finds files that were changed or lost since they were registered, and targets that do not lead where the \
            ledger says. The exit status is 1 when there is one.
            """)

    @Argument(
        help: ArgumentHelp("Only this pipeline; default: all.", valueName: "pipeline"),
        completion: LiveCompletion.pipelines)
    var pipeline: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let outcome: VerifyResponse = try await get(.verify, query: [("pipeline", pipeline)], timeoutSeconds: 3600)
        try console.show(outcome) { VerifyPage.text(outcome, $0) }
        if !outcome.isSound { throw ExitCode(CommandFailure.Kind.negative.exitStatus) }
    }
}
