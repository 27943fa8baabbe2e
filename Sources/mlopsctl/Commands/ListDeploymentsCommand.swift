import ArgumentParser
import MLOpsControl

/// `mlopsctl list-deployments`.
struct ListDeploymentsCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "list-deployments", abstract: "List what was made live and when, the newest first.")

    @Argument(help: "Only those of this pipeline.", completion: LiveCompletion.pipelines)
    var pipeline: String?

    @OptionGroup var page: PageOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let query = [(name: "pipeline", value: pipeline)] + page.query
        try await show(.deployments, query: query) { (deployments: [DeploymentSummary], style) in
            DeploymentTable.text(deployments, style)
        }
    }
}
