import ArgumentParser
import MLOpsControl

/// `mlopsctl logs`.
struct LogsCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Print what the steps of a run wrote.",
        discussion: """
            Control characters are shown, not obeyed. With --json, each line is an object. When the daemon is restarted, \
            it goes on behind the last line, with nothing lost and nothing twice; --after does so behind a line whose \
            "cursor" an earlier --json line told. The exit status is 124 when the daemon did not come back.
            """)

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

    @Option(help: ArgumentHelp("Begin behind this line.", valueName: "cursor"))
    var after: String?

    @Option(
        help: ArgumentHelp(
            "Wait no longer than this for a daemon that went away: 90, 5min; unless -f is given, 1min.",
            valueName: "span"))
    var timeout: SpanArgument?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        guard case .run(let id) = ObjectName(run) else { throw CommandFailure.notA("a run", run, example: "r17") }
        var cursor = after
        var isWhole = false
        var canGoOn = true
        // nil: the daemon answers.
        var absence: Patience?
        let console = console
        while !isWhole {
            do {
                try await lines(.runLogs, [id], query: query(after: cursor)) { (line: LogLine) in
                    (cursor, canGoOn, absence) = (line.cursor, line.cursor != nil, nil)
                    isWhole = !console.stream(line) { StreamText.line(line, namingStep: step == nil, $0) }
                    return !isWhole
                }
                isWhole = true
            } catch ControlError.unreachable where absence != nil {
                // It is being restarted; the cursor makes sure that nothing is missed.
            } catch ControlError.interrupted where canGoOn {
                console.note("mlopsd has gone; waiting for it")
                absence = absence ?? Patience(timeout: restartTime)
            } catch {
                throw failure(error)
            }
            if !isWhole { try await absence?.pause("mlopsd has not come back") }
        }
    }

    /// Who follows a run waits as long as it takes; a script that wants what is there must come to an end.
    private var restartTime: Duration? { timeout?.duration ?? (follow ? nil : .seconds(60)) }

    /// Who goes on behind a line has had the last lines.
    private func query(after cursor: String?) -> [(name: String, value: String?)] {
        [
            (name: "step", value: step), (name: "attempt", value: attempt.map { String($0) }),
            (name: "tail", value: cursor == nil ? lines.map { String($0) } : nil),
            (name: "follow", value: follow ? "1" : nil), (name: "after", value: cursor),
        ]
    }
}
