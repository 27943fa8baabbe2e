import ArgumentParser
import MLOpsControl

/// `mlopsctl reproduce`.
struct ReproduceCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "reproduce",
        abstract: "Do again what a run did, and say what differs, byte by byte.",
        discussion: """
            The steps run with the run's definition, parameters, inputs and code as it was, beside everything else: \
            nothing of it is registered, judged or deployed. Waits for the end. Exit status 0: model and metrics are \
            the same, 1: they are not, or it could not be done.
            """)

    @Argument(help: ArgumentHelp("The run, r17.", valueName: "run"), completion: LiveCompletion.runs)
    var subject: String

    @Flag(name: .long, help: "Begin, and do not wait; asked again, it says how far it is.") var noWait = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        guard case .run(let id) = ObjectName(subject) else {
            throw CommandFailure.notA("a run", subject, example: "r17")
        }
        var answer: ReproductionResponse = try await post(.reproduce, [id], body: ReproduceBody())
        while answer.state == .running, !noWait {
            try await Task.sleep(for: .milliseconds(300))
            answer = try await get(.reproduction, [id])
        }
        try console.show(answer) { ReproductionPage.text(answer, $0) }
        if answer.state == .failed || answer.isIdentical == false { throw ExitCode(1) }
    }
}
