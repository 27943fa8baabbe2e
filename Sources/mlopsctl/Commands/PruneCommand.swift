import ArgumentParser
import MLOpsControl

/// `mlopsctl prune`.
struct PruneCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove directories of runs and files of models that policies do not keep.",
        discussion: """
            What keep_runs, keep_models and keep_for of a pipeline's policy do not keep goes, as it does every hour by \
            itself. What is live, what was live last before it, what a rollback brings back, and what has a name or \
            the tag pinned, is in flight or in the lineage of what is live stays; earlier champions do not. The \
            record keeps every row. This is for administrators.
            """)

    @Argument(
        help: ArgumentHelp("Only this pipeline; default: all.", valueName: "pipeline"),
        completion: LiveCompletion.pipelines)
    var pipeline: String?

    @Flag(help: "Only say what would be removed.") var dryRun = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let body = PruneBody(pipeline: pipeline, dryRun: dryRun)
        let answer: PruneResponse = try await post(.prune, body: body)
        try console.show(answer) { PrunePage.text(answer, $0) }
    }
}
