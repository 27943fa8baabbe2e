import ArgumentParser
import MLOpsControl

/// `mlopsctl approve`.
struct ApproveCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Let a version go live that passed its gates and waits for a person.",
        discussion: "Versions wait where the pipeline says approval: manual; the newest that waits is the challenger.")

    @Argument(help: ArgumentHelp("The version, churn/3.", valueName: "version"), completion: LiveCompletion.versions)
    var version: String

    @Option(help: ArgumentHelp("Why, in one line; the ledger keeps it.", valueName: "text"))
    var reason: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let body = VerdictBody(reason: reason)
        let reply: ActionReply = try await post(.approve, try ObjectName.versionParts(version), body: body)
        try console.show(reply) { $0.fitted("\(reply.message)") + "\n" }
    }
}
