import ArgumentParser
import MLOpsControl

/// `mlopsctl show`.
struct ShowCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show all that is known of a run, a model version, a decision, a deployment or a request.")

    @Argument(
        help: ArgumentHelp("r17, churn/3, d31, l4 or q5.", valueName: "run|version|decision"),
        completion: LiveCompletion.runs)
    var subject: String

    @OptionGroup var common: CommonOptions

    func run() async throws {
        switch ObjectName(subject) {
        case .run(let id):
            let detail: RunDetail = try await get(.run, [id])
            try console.show(detail) { RunPage.text(detail, $0) }
        case .version(let pipeline, let number):
            let detail: ModelVersionDetail = try await get(.model, [pipeline, number])
            try console.show(detail) { ModelPage.text(detail, $0) }
        case .decision(let id):
            let detail: DecisionDetail = try await get(.decision, [id])
            try console.show(detail) { DecisionPage.text(detail, $0) }
        case .request(let id):
            let detail: RequestDetail = try await get(.request, [id])
            try console.show(detail) { RequestPage.text(detail, $0) }
        case .deployment(let id):
            let why: WhyResponse = try await get(.whyDeployment, [id])
            try console.show(why) { WhyText.text(why, $0) }
        case .pipeline(let name):
            let detail: PipelineDetail = try await get(.pipeline, [name])
            try console.show(detail) { PipelinePage.text(detail, $0) }
        }
    }
}
