import Glibc
import MLOpsCore
import MLOpsLinux
import Synchronization

/// Counts the accelerators of this machine: an attempt starts when as many as it asks for are free, and has those alone.
///
/// First come, first served. What an attempt has is written beside its record, so that the next daemon counts it, too.
final class LeasingExecutor: Executor {
    /// What CUDA and ROCm let a program see.
    private static let variables = ["CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES"]

    private struct Waiting {
        var job: StepJob
        var isStarting = false
        var isCancelled = false
        var listeners: [@Sendable (AttemptEnd) -> Void] = []
    }

    private struct State {
        var leases: [AttemptID: [Int]] = [:]
        /// In the order in which they came.
        var queue: [AttemptID] = []
        var waiting: [AttemptID: Waiting] = [:]

        /// Takes the first of those who wait and what it asks for; nil: there is nobody, or not enough.
        mutating func next(of count: Int) -> (StepJob, [Int])? {
            guard let first = queue.first, let job = waiting[first]?.job else { return nil }
            let taken = Set(leases.values.joined())
            let free = (0..<count).filter { !taken.contains($0) }
            guard free.count >= job.accelerators else { return nil }
            let numbers = Array(free.prefix(job.accelerators))
            queue.removeFirst()
            waiting[first]?.isStarting = true
            leases[first] = numbers
            return (job, numbers)
        }
    }

    private let base: any Executor
    private let state: String
    private let count: @Sendable () -> Int
    private let held = Mutex(State())

    /// - Parameters:
    ///   - base: what runs attempts.
    ///   - state: the daemon's state directory.
    ///   - count: how many accelerators there are, as configured now.
    init(_ base: any Executor, state: String, count: @escaping @Sendable () -> Int) {
        self.base = base
        self.state = state
        self.count = count
    }

    var isReady: Bool { base.isReady }
    func abandonPrepared() { base.abandonPrepared() }

    func prepare(_ job: StepJob) throws(RunError) {
        guard job.accelerators == 0 else { return }
        try base.prepare(seeing([], job))
    }

    func submitPrepared(_ attempt: AttemptID) throws(RunError) -> AttemptState? { try base.submitPrepared(attempt) }

    func submit(_ job: StepJob) throws(RunError) -> AttemptState {
        guard job.accelerators > 0 else { return try base.submit(seeing([], job)) }
        let known = try observe(job.attempt)
        guard known == .unknown else { return known }
        held.withLock { held in
            held.queue.append(job.attempt)
            held.waiting[job.attempt] = Waiting(job: job)
        }
        var failures = startWaiting()
        let own = failures.removeValue(forKey: job.attempt)
        report(failures)
        if let own {
            held.withLock { $0.waiting[job.attempt] = nil }
            throw own
        }
        return held.withLock { $0.waiting[job.attempt] == nil } ? .running : .queued
    }

    func observe(_ attempt: AttemptID) throws(RunError) -> AttemptState {
        guard held.withLock({ $0.waiting[attempt] == nil }) else { return .queued }
        let known = try base.observe(attempt)
        if known == .running { adopt(attempt) }
        return known
    }

    func cancel(_ attempt: AttemptID) {
        let waiting = held.withLock { held -> Waiting? in
            held.waiting[attempt]?.isCancelled = true
            guard let waiting = held.waiting[attempt], !waiting.isStarting else { return nil }
            held.queue.removeAll { $0 == attempt }
            return held.waiting.removeValue(forKey: attempt)
        }
        guard let waiting else { return base.cancel(attempt) }
        for listener in waiting.listeners { listener(AttemptEnd(kind: .cancelled)) }
        report(startWaiting())
    }

    func collect(_ attempt: AttemptID, whenEnded: @escaping @Sendable (AttemptEnd) -> Void) {
        let isWaiting = held.withLock { held in
            held.waiting[attempt]?.listeners.append(whenEnded)
            return held.waiting[attempt] != nil
        }
        guard !isWaiting else { return }
        adopt(attempt)
        base.collect(attempt, whenEnded: whenEnded)
    }

    /// Starts whoever comes next as long as there are enough for them; returns who can not be started.
    private func startWaiting() -> [AttemptID: RunError] {
        var failures: [AttemptID: RunError] = [:]
        while let (job, numbers) = held.withLock({ $0.next(of: count()) }) {
            do throws(RunError) {
                try note(numbers, job.attempt)
                _ = try base.submit(seeing(numbers, job))
                let waiting = held.withLock { $0.waiting.removeValue(forKey: job.attempt) }
                for listener in waiting?.listeners ?? [] { base.collect(job.attempt, whenEnded: listener) }
                if waiting?.isCancelled == true { base.cancel(job.attempt) }
                releaseAtEnd(of: job.attempt)
            } catch {
                failures[job.attempt] = error
                held.withLock { $0.leases[job.attempt] = nil }
            }
        }
        return failures
    }

    /// Tells those who wait for the end of what can not be started.
    private func report(_ failures: [AttemptID: RunError]) {
        for (attempt, error) in failures {
            let waiting = held.withLock { $0.waiting.removeValue(forKey: attempt) }
            let end = AttemptEnd(kind: .failedToStart(reason: error.description))
            for listener in waiting?.listeners ?? [] { listener(end) }
        }
    }

    private func releaseAtEnd(of attempt: AttemptID) {
        base.collect(attempt) { [self] _ in
            held.withLock { $0.leases[attempt] = nil }
            report(startWaiting())
        }
    }

    /// Counts what an attempt of an earlier daemon has.
    private func adopt(_ attempt: AttemptID) {
        guard held.withLock({ $0.leases[attempt] == nil }),
            let text = SmallFile.text(lease(of: attempt))
        else { return }
        held.withLock { $0.leases[attempt] = text.split(separator: ",").compactMap { Int($0) } }
        releaseAtEnd(of: attempt)
    }

    private func note(_ numbers: [Int], _ attempt: AttemptID) throws(RunError) {
        do throws(LinuxError) {
            try RunDirectory(state: state, run: attempt.run).makeAttempt(attempt)
            try DurableFile.write(Array(Self.text(numbers).utf8), to: lease(of: attempt))
        } catch {
            throw RunError(error)
        }
    }

    private func lease(of attempt: AttemptID) -> String {
        RunDirectory(state: state, run: attempt.run).attempt(attempt) + "/accelerators"
    }

    /// Where nobody counts them, all see all.
    private func seeing(_ numbers: [Int], _ job: StepJob) -> StepJob {
        guard count() > 0 else { return job }
        var job = job
        job.environment += Self.variables.map { "\($0)=\(Self.text(numbers))" }
        return job
    }

    private static func text(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ",") }
}
