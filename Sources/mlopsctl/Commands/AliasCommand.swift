import ArgumentParser
import MLOpsControl

/// `mlopsctl alias`.
struct AliasCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "alias",
        abstract: "Let a name point to a version, or to none.",
        discussion: """
            Names are yours, of lower-case letters, digits and "-"; champion, challenger and previous are moved by \
            mlopsd. Every move is kept with who and why (view aliases). With --expect it only happens if the name \
            still points there.
            """)

    @Argument(help: "The pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String

    @Argument(help: "The name.")
    var alias: String

    @Argument(
        help: ArgumentHelp("The version, churn/3 or 3; default: none, the name goes.", valueName: "version"),
        completion: LiveCompletion.versions)
    var version: String?

    @Option(help: ArgumentHelp("Where it points now: a version, or nothing.", valueName: "version|nothing"))
    var expect: String?

    @Option(help: ArgumentHelp("Why, in one line; the ledger keeps it.", valueName: "text"))
    var reason: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        if case .version = ObjectName(pipeline) { throw CommandFailure.notA("a pipeline", pipeline, example: "churn") }
        let expected = expect == "nothing" ? expect : expect.map(whole)
        let body = AliasBody(version: version.map(whole), expected: expected, reason: reason)
        let reply: ActionReply = try await post(.moveAlias, [pipeline, alias], body: body)
        try console.show(reply) { $0.fitted("\(reply.message)") + "\n" }
    }

    /// `3` means the pipeline's own third version.
    private func whole(_ version: String) -> String { version.contains("/") ? version : "\(pipeline)/\(version)" }
}
