import ArgumentParser
import MLOpsControl

/// `mlopsctl why`.
struct WhyCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Tell why a run was started, or why a model went live, and what came of it.",
        discussion: "A model version stands for the run that produced it.")

    @Argument(
        help: ArgumentHelp("r17, l4 or churn/3.", valueName: "run|deployment"), completion: LiveCompletion.runs)
    var subject: String

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let (route, id) = try await question()
        try await show(route, [id]) { (why: WhyResponse, style) in WhyText.text(why, style) }
    }

    private func question() async throws(CommandFailure) -> (Route, String) {
        switch ObjectName(subject) {
        case .run(let id): return (.whyRun, id)
        case .deployment(let id): return (.whyDeployment, id)
        case .version(let pipeline, let number):
            let detail: ModelVersionDetail = try await get(.model, [pipeline, number])
            return (.whyRun, detail.version.run)
        case .decision, .request, .pipeline:
            throw .notA("a run or a deployment", subject, example: "r17 or l4; for what does not run, ask why-not")
        }
    }
}
