import Dispatch
import Glibc
import MLOpsCore
import MLOpsStore
import Synchronization

/// Prepares what is decided while it is being committed: a commit waits for the disk, and all that is needed by then is
/// the word to start.
///
/// Nothing of it means anything before the commit, so what is not committed is forgotten.
final class EarlyStarts: Sendable {
    private struct Work {
        var first: [@Sendable () -> Void] = []
        /// A shim that is told of its attempt makes itself ready beside these.
        var last: [@Sendable () -> Void] = []
        var isEmpty: Bool { first.isEmpty && last.isEmpty }
    }

    private let runs: RunPreparation
    private let executor: any Executor
    private let waiting = Mutex(Work())
    private let checks = DispatchGroup()
    private let foundChange = Mutex(false)
    /// The runs whose directories are there and whose files are being laid out.
    private let placed = Mutex<Set<RunID>>([])

    init(runs: RunPreparation, executor: any Executor) {
        self.runs = runs
        self.executor = executor
    }

    /// Takes files whose content is known, and which may be something else by now.
    func check(_ known: [KnownFile], _ files: InputFiles) {
        guard !known.isEmpty else { return }
        checks.enter()
        add { [self] in
            let isSame = known.allSatisfy { files.holds($0.record.path, $0.record.fingerprint) }
            if !isSame { foundChange.withLock { $0 = true } }
            checks.leave()
        }
    }

    /// Takes the files of a run.
    func layOut(_ manifest: SmallManifest, of run: Run) {
        add { [self] in
            let isPlaced = (try? runs.place(run)) != nil  // What fails is done again, and told, before the first step.
            if isPlaced { placed.withLock { _ = $0.insert(run.id) } }
        }
        waiting.withLock { waiting in
            waiting.last.append { [self] in
                guard placed.withLock({ $0.remove(run.id) }) != nil else { return }
                let isLaidOut = (try? runs.layOut(manifest, of: run)) != nil  // As above.
                if !isLaidOut { executor.abandonPrepared() }
            }
        }
    }

    /// Takes the first attempt of such a run.
    func prepare(_ attempt: AttemptID, _ run: Run, _ step: StepDefinition, _ pipeline: PipelineDefinition) {
        let prepare: @Sendable () -> Void = { [self] in
            guard placed.withLock({ $0.contains(run.id) }) || runs.isOfThisBoot(run.id) else { return }
            // What fails is tried again, and told, when the attempt starts.
            if let job = try? runs.job(for: attempt, run, step, pipeline) { try? executor.prepare(job) }
        }
        // Another user is let at the files one by one, so they are there first.
        guard runs.isOfOther(pipeline) else { return add(prepare) }
        waiting.withLock { $0.last.append(prepare) }
    }

    private func add(_ body: @escaping @Sendable () -> Void) { waiting.withLock { $0.first.append(body) } }

    var isWaiting: Bool { waiting.withLock { !$0.isEmpty } }

    /// Does all that was taken.
    func work() {
        let work = waiting.withLock { waiting in
            defer { waiting = Work() }
            return waiting
        }
        for body in work.first + work.last {
            body()
            // The commit comes first wherever it can go on.
            sched_yield()
        }
    }

    /// Waits for the checks, and returns whether all files that were checked since the last answer are what the record
    /// says.
    func holds() -> Bool {
        checks.wait()
        return foundChange.withLock { change in
            defer { change = false }
            return !change
        }
    }

    /// Forgets what was made ready and found: it could not be committed.
    func abandon() {
        foundChange.withLock { $0 = false }
        executor.abandonPrepared()
    }
}
