import ArgumentParser
import MLOpsControl

/// `mlopsctl cancel`.
struct CancelCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Cancel a run: its steps get SIGTERM and, after their stop timeout, SIGKILL.")

    @Argument(help: "The run, r17.", completion: LiveCompletion.activeRuns)
    var run: String

    @Option(help: ArgumentHelp("Why, in one line.", valueName: "text"))
    var reason: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        guard case .run(let id) = ObjectName(run) else { throw CommandFailure.notA("a run", run, example: "r17") }
        let reply: ActionReply = try await post(.cancel, [id], body: CancelBody(reason: reason))
        try console.show(reply) { $0.fitted("\(reply.message)") + "\n" }
    }
}
