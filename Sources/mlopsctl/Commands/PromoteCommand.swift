import ArgumentParser
import MLOpsControl

/// `mlopsctl promote`.
struct PromoteCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote",
        abstract: "Make a registered version the champion.",
        discussion: """
            The target is switched, reloaded and probed as after a run; when that fails, what was live before is back. \
            A version that is inconclusive goes live by this; one that a gate refused, a person rejected or nobody \
            approved yet only with --force, which is for administrators.

            Returns as soon as the deployment is in the ledger; with --wait the exit status is 0 when the version is \
            live and 1 when it is not.
            """)

    @Argument(help: ArgumentHelp("The version, churn/3.", valueName: "version"), completion: LiveCompletion.versions)
    var version: String

    @Flag(help: "Also a version that was refused.")
    var force = false

    @Option(help: ArgumentHelp("Why, in one line; the ledger keeps it.", valueName: "text"))
    var reason: String?

    @OptionGroup var waiting: DeploymentWaitOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let body = PromoteBody(force: force ? true : nil, reason: reason)
        let reply: ActionReply = try await post(.promote, try ObjectName.versionParts(version), body: body)
        try await DeploymentWaiter(command: self, waiting: waiting).finish(reply)
    }
}
