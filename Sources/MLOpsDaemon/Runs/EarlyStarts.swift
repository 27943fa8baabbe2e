import Dispatch
import MLOpsCore

/// Prepares what is decided while it is being committed: a commit waits for the disk, and all that is needed by then is
/// the word to start.
///
/// Nothing of it means anything before the commit, so what is not committed is forgotten.
final class EarlyStarts: Sendable {
    private let runs: RunPreparation
    private let executor: any Executor
    /// One thing after the other, in the order of the decisions.
    private let queue = DispatchQueue(label: "mlopsd.runs.early", qos: .userInitiated)

    init(runs: RunPreparation, executor: any Executor) {
        self.runs = runs
        self.executor = executor
    }

    /// Begins to lay out the files of a run.
    func layOut(_ manifest: SmallManifest, of run: Run) {
        queue.async { [self] in
            // What fails is done again, and told, before the first step starts.
            try? runs.layOut(manifest, of: run)
        }
    }

    /// Begins to make the first attempt of such a run ready.
    func prepare(_ attempt: AttemptID, _ run: Run, _ step: StepDefinition, _ pipeline: PipelineDefinition) {
        queue.async { [self] in
            guard runs.isOfThisBoot(run.id) else { return }
            // What fails is tried again, and told, when the attempt starts.
            if let job = try? runs.job(for: attempt, run, step, pipeline) { try? executor.prepare(job) }
        }
    }

    /// Waits until what was begun is done.
    func finish() { queue.sync {} }

    /// Forgets what was begun: it could not be committed.
    func abandon() { queue.async { [self] in executor.abandonPrepared() } }
}
