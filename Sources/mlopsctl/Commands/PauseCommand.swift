import ArgumentParser
import MLOpsControl
import MLOpsSchedule

/// `mlopsctl pause`.
struct PauseCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Let the triggers of a pipeline start no run until it is resumed.",
        discussion: """
            Active runs go on, and "run" and "retry" start one nevertheless. Evidence is kept; slots of schedules that pass meanwhile are not made up for, unless \
            it is resumed with --catch-up. --until takes a time as RFC 3339 writes it (2026-11-24T06:00:00Z) or a \
            span from now (2h).
            """)

    @Argument(help: "The pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String

    @Option(help: ArgumentHelp("Resume it at this time.", valueName: "time|span"))
    var until: String?

    @Option(help: ArgumentHelp("Why, in one line; status shows it.", valueName: "text"))
    var reason: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let body = PauseBody(until: try parsedUntil(), reason: reason)
        let reply: ActionReply = try await post(.pause, [pipeline], body: body)
        try console.show(reply) { $0.fitted("\(reply.message)") + "\n" }
    }

    private func parsedUntil() throws(CommandFailure) -> Timestamp? {
        guard let until else { return nil }
        if let time = Timestamp(rfc3339: until) { return time }
        guard let span = SpanArgument(argument: until) else {
            throw .notA("a time or a span", until, example: "2026-11-24T06:00:00Z or 2h")
        }
        return Timestamp(microseconds: Timestamp.now.microseconds + span.duration.microseconds)
    }
}
