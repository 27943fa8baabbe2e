import ArgumentParser
import MLOpsControl

/// `mlopsctl approve`.
struct ApproveCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Let a version go live that passed its gates and waits for a person.",
        discussion: """
            Versions wait where the pipeline says approval: manual; the newest that waits is the challenger.

            Returns as soon as the deployment is in the ledger; with --wait the exit status is 0 when the version is \
            live and 1 when it is not.
            """)

    @Argument(help: ArgumentHelp("The version, churn/3.", valueName: "version"), completion: LiveCompletion.versions)
    var version: String

    @Option(help: ArgumentHelp("Why, in one line; the ledger keeps it.", valueName: "text"))
    var reason: String?

    @OptionGroup var waiting: DeploymentWaitOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let body = VerdictBody(reason: reason)
        let reply: ActionReply = try await post(.approve, try ObjectName.versionParts(version), body: body)
        try await DeploymentWaiter(command: self, waiting: waiting).finish(reply)
    }
}
