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
        let deployments: [DeploymentSummary] = try await get(
            .deployments, query: [(name: "pipeline", value: pipeline)] + page.query)
        try console.show(deployments) { DeploymentTable.text(deployments, $0) }
    }
}
