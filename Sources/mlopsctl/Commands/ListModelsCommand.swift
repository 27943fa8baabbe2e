import ArgumentParser
import MLOpsControl

/// `mlopsctl list-models`.
struct ListModelsCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "list-models", abstract: "List registered model versions, the newest first.")

    @Argument(help: "Only those of this pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String?

    @OptionGroup var page: PageOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let query = [(name: "pipeline", value: pipeline)] + page.query
        try await show(.models, query: query) { (versions: [ModelVersionSummary], style) in
            ModelTable.text(versions, style)
        }
    }
}
