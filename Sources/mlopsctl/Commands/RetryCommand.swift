import ArgumentParser
import MLOpsControl

/// `mlopsctl retry`.
struct RetryCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Run again on what a run had: the same data and parameters, by the definition that is in force now.",
        discussion: "Steps that succeeded are taken over, up to the first that did not, or to the one given by --from.")

    @Argument(help: "The run, r17.", completion: LiveCompletion.runs)
    var run: String

    @Option(help: ArgumentHelp("Begin again from this step.", valueName: "step"))
    var from: String?

    @OptionGroup var waiting: WaitOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        guard case .run(let id) = ObjectName(run) else { throw CommandFailure.notA("a run", run, example: "r17") }
        let reply: RunReply = try await post(.retry, [id], body: RetryBody(from: from))
        try await RunWaiter(command: self, waiting: waiting).finish(reply)
    }
}
