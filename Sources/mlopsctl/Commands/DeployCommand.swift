import ArgumentParser
import MLOpsControl

/// `mlopsctl deploy`.
struct DeployCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy",
        abstract: "Put a registered version at the target, also when it is live already.",
        discussion: """
            As promote; for the champion itself it switches, reloads and probes again, which repairs a target that was \
            removed.

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
        let reply: ActionReply = try await post(.deploy, try ObjectName.versionParts(version), body: body)
        try await DeploymentWaiter(command: self, waiting: waiting).finish(reply)
    }
}
