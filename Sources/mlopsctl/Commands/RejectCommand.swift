import ArgumentParser
import MLOpsControl

/// `mlopsctl reject`.
struct RejectCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Refuse a version that waits for a person.",
        discussion: "It stays registered; only mlopsctl promote --force makes it live.")

    @Argument(help: ArgumentHelp("The version, churn/3.", valueName: "version"), completion: LiveCompletion.versions)
    var version: String

    @Option(help: ArgumentHelp("Why, in one line; the ledger keeps it.", valueName: "text"))
    var reason: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let body = VerdictBody(reason: reason)
        let reply: ActionReply = try await post(.reject, try ObjectName.versionParts(version), body: body)
        try console.show(reply) { $0.fitted("\(reply.message)") + "\n" }
    }
}
