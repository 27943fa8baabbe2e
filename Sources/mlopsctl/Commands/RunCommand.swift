import ArgumentParser
import MLOpsControl

/// `mlopsctl run`.
struct RunCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a pipeline now.",
        discussion: """
            Neither a pause nor cooldown nor quiet period hold such a run; concurrency limits, validation and gates do. A \
            request that already waits is joined, unless --no-coalesce is given.

            With --wait the exit status is 0 when the run succeeded and 1 when it did not; with --propagate it is \
            that of the step that failed.
            """)

    @Argument(help: "The pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String

    @Option(help: ArgumentHelp("Why, in one line; it is kept with the run.", valueName: "text"))
    var reason: String?

    @Option(
        name: [.customLong("param"), .customShort("p")],
        help: ArgumentHelp("A parameter of this run, repeatable.", valueName: "name=value"))
    var parameters: [String] = []

    @Option(help: ArgumentHelp("0 to 100; higher starts sooner.", valueName: "number"))
    var priority: Int?

    @Flag(help: "Run even if the breaker is open or the same data was used before.")
    var force = false

    @Flag(help: "Do not join a request that already waits.")
    var noCoalesce = false

    @Flag(help: "Only tell what would happen.")
    var dryRun = false

    @Option(help: ArgumentHelp("Repeating a command with the same key starts nothing twice.", valueName: "key"))
    var idempotencyKey: String?

    @OptionGroup var waiting: WaitOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard let idempotencyKey, !idempotencyKey.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return }
        throw ValidationError("a key is made of letters, digits and signs of ASCII, without spaces")
    }

    func run() async throws {
        let body = RunRequestBody(
            reason: reason, parameters: try parsedParameters(), priority: priority, force: force ? true : nil,
            coalesce: noCoalesce ? false : nil, dryRun: dryRun ? true : nil)
        let reply: RunReply = try await post(.startRun, [pipeline], body: body, key: idempotencyKey)
        try await RunWaiter(command: self, waiting: waiting).finish(reply)
    }

    private func parsedParameters() throws(CommandFailure) -> [String: String]? {
        var result: [String: String] = [:]
        for parameter in parameters {
            let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw .notA("a parameter", parameter, example: "--param learning_rate=0.1")
            }
            guard result.updateValue(String(parts[1]), forKey: String(parts[0])) == nil else {
                throw CommandFailure(.usage, "the parameter \"\(parts[0])\" is given twice")
            }
        }
        return result.isEmpty ? nil : result
    }
}
