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
        let versions: [ModelVersionSummary] = try await get(
            .models, query: [(name: "pipeline", value: pipeline)] + page.query)
        try console.show(versions) { ModelTable.text(versions, $0) }
    }
}
