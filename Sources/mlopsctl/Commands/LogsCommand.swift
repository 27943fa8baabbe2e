import ArgumentParser
import MLOpsControl

/// `mlopsctl logs`.
struct LogsCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Print what the steps of a run wrote.",
        discussion: "Control characters are shown, not obeyed. With --json, each line is an object.")

    @Argument(help: "The run, r17.", completion: LiveCompletion.runs)
    var run: String

    @Flag(name: [.short, .long], help: "Go on until the run has ended.")
    var follow = false

    @Option(help: ArgumentHelp("Only this step.", valueName: "step"))
    var step: String?

    @Option(help: ArgumentHelp("Only this attempt of the step.", valueName: "number"))
    var attempt: Int?

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("Only the last lines.", valueName: "count"))
    var lines: Int?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        guard case .run(let id) = ObjectName(run) else { throw CommandFailure.notA("a run", run, example: "r17") }
        let console = console
        let query = [
            (name: "step", value: step), (name: "attempt", value: attempt.map { String($0) }),
            (name: "tail", value: lines.map { String($0) }), (name: "follow", value: follow ? "1" : nil),
        ]
        do {
            try await lines(.runLogs, [id], query: query) { (line: LogLine) in
                console.stream(line) { StreamText.line(line, namingStep: step == nil, $0) }
            }
        } catch {
            throw failure(error)
        }
    }
}
