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
            try await show(.run, [id]) { (detail: RunDetail, style) in RunPage.text(detail, style) }
        case .version(let pipeline, let number):
            try await show(.model, [pipeline, number]) { (detail: ModelVersionDetail, style) in
                ModelPage.text(detail, style)
            }
        case .decision(let id):
            try await show(.decision, [id]) { (detail: DecisionDetail, style) in DecisionPage.text(detail, style) }
        case .request(let id):
            try await show(.request, [id]) { (detail: RequestDetail, style) in RequestPage.text(detail, style) }
        case .deployment(let id):
            try await show(.whyDeployment, [id]) { (why: WhyResponse, style) in WhyText.text(why, style) }
        case .pipeline(let name):
            try await show(.pipeline, [name]) { (detail: PipelineDetail, style) in PipelinePage.text(detail, style) }
        }
    }
}
