import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsStore
import Synchronization

/// Prepares what is decided while it is being committed: a commit waits for the disk, and all that is needed by then is
/// the word to start.
///
/// Nothing of it means anything before the commit, so what is not committed is forgotten.
final class EarlyStarts: Sendable {
    private struct Work {
        var places: [@Sendable () -> Void] = []
        var layOuts: [@Sendable () -> Void] = []
        /// Has shims make themselves ready, each of which takes the processor from who told it.
        var preparations: [@Sendable () -> Void] = []
        /// Whether shims need the files that are laid out.
        var needsFiles = false
        var checks: [FileCheck] = []

        var isEmpty: Bool { layOuts.isEmpty && preparations.isEmpty && checks.isEmpty }

        var files: Int { checks.reduce(0) { $0 + $1.count } }

        /// What takes longer comes first, as the rest can be done while the commit waits for the disk: to lay out many
        /// files, else what a shim does.
        var inOrder: [@Sendable () -> Void] {
            places + (needsFiles || files >= EarlyStarts.manyFiles ? layOuts + preparations : preparations + layOuts)
        }
    }

    /// For fewer files it takes longer to wake another thread.
    private static let sharedFiles = 32
    /// As measured: with as many both orders are equally fast.
    private static let manyFiles = 96

    private let runs: RunPreparation
    private let executor: any Executor
    private let waiting = Mutex(Work())
    /// Looks at files while the commit waits for the disk; before that it leaves the processor to it.
    private let checker = try? CompanionThread("mlops-check", niceness: 10)
    /// The runs whose files are not what was listed, until they are listed again.
    private let outdated = Mutex<Set<RunID>>([])
    /// The runs whose directories are there, and whose files are laid out or will be.
    private let placed = Mutex<Set<RunID>>([])

    init(runs: RunPreparation, executor: any Executor) {
        self.runs = runs
        self.executor = executor
    }

    /// Takes files of a run; those whose content is known may be something else by now.
    func check(_ listed: [KnownFile], _ files: InputFiles, of run: RunID) {
        waiting.withLock { $0.checks.append(FileCheck(listed, files, of: run)) }
    }

    /// Takes the files of a run.
    func layOut(_ manifest: SmallManifest, of run: Run) {
        waiting.withLock { waiting in
            waiting.places.append { [self] in
                let isPlaced = (try? runs.place(run)) != nil  // Done again, and told, before the first step.
                if isPlaced { placed.withLock { _ = $0.insert(run.id) } }
            }
            waiting.layOuts.append { [self] in
                guard isPlaced(run.id) else { return }
                let isLaidOut = (try? runs.layOut(manifest, of: run)) != nil  // As above.
                guard !isLaidOut else { return }
                placed.withLock { _ = $0.remove(run.id) }
                executor.abandonPrepared()
            }
        }
    }

    /// Takes the first attempt of such a run.
    func prepare(_ attempt: AttemptID, _ run: Run, _ step: StepDefinition, _ pipeline: PipelineDefinition) {
        waiting.withLock { waiting in
            // Another user is let at the files one by one, so they are there first.
            if runs.isOfOther(pipeline) { waiting.needsFiles = true }
            waiting.preparations.append { [self] in
                guard isPlaced(run.id) || runs.isOfThisBoot(run.id) else { return }
                // What fails is tried again, and told, when the attempt starts.
                if let job = try? runs.job(for: attempt, run, step, pipeline) { try? executor.prepare(job) }
            }
        }
    }

    private func isPlaced(_ run: RunID) -> Bool { placed.withLock { $0.contains(run) } }

    var isWaiting: Bool { waiting.withLock { !$0.isEmpty } }

    /// Does all that was taken.
    func work() {
        let work = waiting.withLock { waiting in
            defer { waiting = Work() }
            return waiting
        }
        if work.files >= Self.sharedFiles { checker?.perform { work.checks.forEach { $0.work() } } }
        work.inOrder.forEach(perform)
        placed.withLock { $0 = [] }
        let changed = work.checks.filter { !$0.holds() }
        outdated.withLock { $0.formUnion(changed.map(\.run)) }
    }

    private func perform(_ body: @Sendable () -> Void) {
        body()
        // The commit comes first wherever it can go on; on a processor of its own it does, and to yield would let a
        // shim go first.
        if Processor.isOnlyOne { sched_yield() }
    }

    /// Whether files of the run are not what was listed early; known after `work`.
    func isOutdated(_ run: RunID) -> Bool { outdated.withLock { $0.contains(run) } }

    /// Files of the run, which were never laid out, are not what was listed early.
    func distrust(_ run: RunID) { outdated.withLock { _ = $0.insert(run) } }

    /// The run's files are listed again.
    func forget(_ run: RunID) { outdated.withLock { _ = $0.remove(run) } }

    /// Forgets what was made ready and found: it could not be committed.
    func abandon() {
        outdated.withLock { $0 = [] }
        executor.abandonPrepared()
    }
}
