import ArgumentParser
import MLOpsControl

/// `mlopsctl list-runs`.
struct ListRunsCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "list-runs", abstract: "List runs, the newest first.")

    @Argument(help: "Only those of this pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String?

    @Option(
        help: ArgumentHelp("Only those that ended like this.", valueName: "outcome"),
        completion: .list(["active"] + OutcomeValue.allCases.map(\.rawValue)))
    var outcome: String?

    @OptionGroup var page: PageOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let query = [(name: "pipeline", value: pipeline), (name: "outcome", value: outcome)] + page.query
        try await show(.runs, query: query) { (runs: [RunSummary], style) in RunTable.text(runs, style) }
    }
}
