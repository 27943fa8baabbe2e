import ArgumentParser
import MLOpsControl

/// `mlopsctl list-pipelines`.
struct ListPipelinesCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "list-pipelines", abstract: "List pipelines with their state, last run and champion.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        try await show(.pipelines) { (pipelines: [PipelineSummary], style) in PipelineTable.text(pipelines, style) }
    }
}
