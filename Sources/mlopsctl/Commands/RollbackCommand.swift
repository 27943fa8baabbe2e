import ArgumentParser
import MLOpsControl

/// `mlopsctl rollback`.
struct RollbackCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Make a former champion live again.",
        discussion: """
            Returns as soon as the deployment is in the ledger; with --wait the exit status is 0 when the version is \
            live and 1 when it is not.
            """)

    @Argument(help: "The pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String

    @Option(
        help: ArgumentHelp("The version to go back to; default: the one before.", valueName: "version"),
        completion: LiveCompletion.versions)
    var to: String?

    @Option(help: ArgumentHelp("Why, in one line; the ledger keeps it.", valueName: "text"))
    var reason: String?

    @OptionGroup var waiting: DeploymentWaitOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        // `--to 2` means the pipeline's own second version.
        let version = to.map { $0.contains("/") ? $0 : "\(pipeline)/\($0)" }
        let body = RollbackBody(to: version, reason: reason)
        let reply: ActionReply = try await post(.rollback, [pipeline], body: body)
        try await DeploymentWaiter(command: self, waiting: waiting).finish(reply)
    }
}
