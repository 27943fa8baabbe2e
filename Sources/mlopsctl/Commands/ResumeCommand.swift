import ArgumentParser
import MLOpsControl

/// `mlopsctl resume`.
struct ResumeCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "End the pause of a pipeline, and close its breaker.")

    @Argument(help: "The pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String

    @Flag(help: "Make up for the newest slot that passed during the pause.")
    var catchUp = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let body = ResumeBody(catchUp: catchUp ? true : nil)
        let reply: ActionReply = try await post(.resume, [pipeline], body: body)
        try console.show(reply) { $0.fitted("\(reply.message)") + "\n" }
    }
}
