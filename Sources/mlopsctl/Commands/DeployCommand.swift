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
            """)

    @Argument(help: ArgumentHelp("The version, churn/3.", valueName: "version"), completion: LiveCompletion.versions)
    var version: String

    @Flag(help: "Also a version that was refused.")
    var force = false

    @Option(help: ArgumentHelp("Why, in one line; the ledger keeps it.", valueName: "text"))
    var reason: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let body = PromoteBody(force: force ? true : nil, reason: reason)
        let reply: ActionReply = try await post(.deploy, try ObjectName.versionParts(version), body: body)
        try console.show(reply) { $0.fitted("\(reply.message)") + "\n" }
    }
}
