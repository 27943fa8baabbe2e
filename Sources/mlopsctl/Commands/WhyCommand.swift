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
        let why = try await answer()
        try console.show(why) { WhyText.text(why, $0) }
    }

    private func answer() async throws(CommandFailure) -> WhyResponse {
        switch ObjectName(subject) {
        case .run(let id): return try await get(.whyRun, [id])
        case .deployment(let id): return try await get(.whyDeployment, [id])
        case .version(let pipeline, let number):
            let detail: ModelVersionDetail = try await get(.model, [pipeline, number])
            return try await get(.whyRun, [detail.version.run])
        case .decision, .request, .pipeline:
            throw .notA("a run or a deployment", subject, example: "r17 or l4; for what does not run, ask why-not")
        }
    }
}
