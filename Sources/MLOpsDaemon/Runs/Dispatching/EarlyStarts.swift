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
        /// What has a shim make itself ready, which it does beside all that follows.
        var first: [@Sendable () -> Void] = []
        /// What the commit waits for, and helps with.
        var checks: [@Sendable () -> Void] = []
        var last: [@Sendable () -> Void] = []

        var inOrder: [@Sendable () -> Void] { first + checks + last }
    }

    private let runs: RunPreparation
    private let executor: any Executor
    private let waiting = Mutex(Work())
    /// Those that nobody has asked for yet.
    private let checks = Mutex<[FileCheck]>([])
    /// The runs whose directories are there and whose files are being laid out.
    private let placed = Mutex<Set<RunID>>([])

    init(runs: RunPreparation, executor: any Executor) {
        self.runs = runs
        self.executor = executor
    }

    /// Takes files whose content is known, and which may be something else by now.
    func check(_ known: [KnownFile], _ files: InputFiles) {
        guard !known.isEmpty else { return }
        let check = FileCheck(known, files)
        checks.withLock { $0.append(check) }
        waiting.withLock { $0.checks.append { check.work() } }
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

    var isWaiting: Bool { waiting.withLock { !$0.inOrder.isEmpty } }

    /// Does all that was taken.
    func work() {
        let work = waiting.withLock { waiting in
            defer { waiting = Work() }
            return waiting
        }
        for body in work.inOrder {
            body()
            // The commit comes first wherever it can go on; on a processor of its own it does, and to yield would let a
            // shim go first.
            if Processor.isOnlyOne { sched_yield() }
        }
    }

    /// Whether all files that were to be checked since the last answer are what the record says; helps to look.
    func holds() -> Bool {
        takeChecks().allSatisfy { $0.holds() }
    }

    /// Forgets what was made ready and found: it could not be committed.
    func abandon() {
        _ = takeChecks()
        executor.abandonPrepared()
    }

    private func takeChecks() -> [FileCheck] {
        checks.withLock { checks in
            defer { checks = [] }
            return checks
        }
    }
}
