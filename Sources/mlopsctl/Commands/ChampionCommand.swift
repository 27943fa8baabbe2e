import ArgumentParser
import MLOpsControl

/// `mlopsctl champion`.
struct ChampionCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "champion",
        abstract: "Show what is in production, or was at a time, since when and why.",
        discussion: "The exit status is 1 when nothing was.")

    @Argument(help: "The pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String

    @Option(help: ArgumentHelp("At this time, 2026-11-24T06:00:00Z; default: now.", valueName: "time"))
    var at: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        if let at, Timestamp(rfc3339: at) == nil {
            throw CommandFailure.notA("a time", at, example: "2026-11-24T06:00:00Z")
        }
        let champion: ChampionResponse = try await get(.champion, [pipeline], query: [("at", at)])
        try console.show(champion) { ChampionPage.text(champion, $0) }
        if champion.deployment == nil { throw ExitCode(CommandFailure.Kind.negative.exitStatus) }
    }
}
