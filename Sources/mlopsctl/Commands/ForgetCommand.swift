import ArgumentParser
import MLOpsControl

/// `mlopsctl forget`.
struct ForgetCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Leave a pipeline whose file is gone out of everything but the history.",
        discussion: """
            It is refused while the file is there, while a run, a deployment or a probation is under way, and while the \
            target leads to its model: remove the link first. What waited to start a run is withdrawn. Runs, models \
            and the ledger stay in the record, and list-runs, list-models and list-deployments show them; files of \
            runs and models stay as well, for keep_runs and keep_models are policies of a file. If that comes back, \
            the pipeline goes on with its models. This is for administrators.
            """)

    @Argument(help: "The pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let reply: ActionReply = try await post(.forget, [pipeline], body: [String: String]())
        try console.show(reply) { $0.fitted("\(reply.message)") + "\n" }
    }
}
