import MLOpsCore
import MLOpsLinux
import Synchronization
import Testing

@testable import MLOpsDaemon

@Suite struct `Accelerators` {
    /// Runs everything for as long as it is told, and remembers what it was asked for.
    private final class Stage: Executor {
        struct State {
            var jobs: [AttemptID: StepJob] = [:]
            var listeners: [AttemptID: [@Sendable (AttemptEnd) -> Void]] = [:]
            var refused: Set<AttemptID> = []
        }

        let held = Mutex(State())
        var isReady: Bool { false }
        func submitPrepared(_ attempt: AttemptID) throws(RunError) -> AttemptState? { nil }
        func prepare(_ job: StepJob) throws(RunError) {}
        func abandonPrepared() {}

        func submit(_ job: StepJob) throws(RunError) -> AttemptState {
            guard held.withLock({ !$0.refused.contains(job.attempt) }) else { throw RunError(.system, "refused") }
            held.withLock { $0.jobs[job.attempt] = job }
            return .running
        }

        func observe(_ attempt: AttemptID) throws(RunError) -> AttemptState {
            held.withLock { $0.jobs[attempt] == nil ? .unknown : .running }
        }

        func cancel(_ attempt: AttemptID) { end(attempt, .cancelled) }

        func collect(_ attempt: AttemptID, whenEnded: @escaping @Sendable (AttemptEnd) -> Void) {
            held.withLock { $0.listeners[attempt, default: []].append(whenEnded) }
        }

        func end(_ attempt: AttemptID, _ kind: AttemptEnd.Kind = .exited(code: 0)) {
            let listeners = held.withLock { held in
                held.jobs[attempt] = nil
                return held.listeners.removeValue(forKey: attempt) ?? []
            }
            for listener in listeners { listener(AttemptEnd(kind: kind)) }
        }

        func sees(_ attempt: AttemptID) -> [String]? { held.withLock { $0.jobs[attempt]?.environment } }
    }

    private final class Ends: Sendable {
        let kinds = Mutex<[AttemptID: AttemptEnd.Kind]>([:])
        func take(_ attempt: AttemptID) -> @Sendable (AttemptEnd) -> Void {
            { [self] end in kinds.withLock { $0[attempt] = end.kind } }
        }
        subscript(attempt: AttemptID) -> AttemptEnd.Kind? { kinds.withLock { $0[attempt] } }
    }

    private let scratch: Scratch
    private let stage = Stage()
    private let ends = Ends()

    init() throws {
        scratch = try Scratch()
        try scratch.directory("runs")
        for run in 1...4 { try RunDirectory(state: scratch.path, run: RunID(Int64(run))).prepare() }
    }

    private func executor(of count: Int = 4) -> LeasingExecutor {
        LeasingExecutor(stage, state: scratch.path) { count }
    }

    private func attempt(_ run: Int64) -> AttemptID { AttemptID(run: RunID(run), step: "train", number: 1) }

    private func submit(_ run: Int64, _ count: Int, to executor: LeasingExecutor) throws -> AttemptState {
        let job = StepJob(
            attempt: attempt(run), arguments: ["/bin/true"], environment: [], workingDirectory: "/",
            stopTimeout: .seconds(1), accelerators: count)
        let state = try executor.submit(job)
        executor.collect(attempt(run), whenEnded: ends.take(attempt(run)))
        return state
    }

    private func numbers(_ run: Int64) -> String? {
        guard let seen = stage.sees(attempt(run)), seen.count == 2 else { return nil }
        #expect(
            seen[0].dropFirst("CUDA".count) == "_VISIBLE_DEVICES=" + seen[1].dropFirst("HIP_VISIBLE_DEVICES=".count))
        return String(seen[0].dropFirst("CUDA_VISIBLE_DEVICES=".count))
    }

    @Test func `are lent to one step at a time, first come, first served`() throws {
        let executor = executor()
        #expect(try submit(1, 3, to: executor) == .running)
        #expect(try submit(2, 2, to: executor) == .queued)
        #expect(try executor.observe(attempt(2)) == .queued)
        // There is one for it, but it came later.
        #expect(try submit(3, 1, to: executor) == .queued)
        #expect(numbers(1) == "0,1,2" && numbers(2) == nil && numbers(3) == nil)
        stage.end(attempt(1))
        #expect(numbers(2) == "0,1" && numbers(3) == "2")
        stage.end(attempt(3), .exited(code: 7))
        #expect(ends[attempt(1)] == .exited(code: 0) && ends[attempt(2)] == nil)
        #expect(ends[attempt(3)] == .exited(code: 7))
        #expect(try submit(4, 2, to: executor) == .running)
        #expect(numbers(4) == "2,3")
    }

    @Test func `are nobody's who asks for none, and everybody's where they are not counted`() throws {
        #expect(try submit(1, 0, to: executor()) == .running)
        #expect(numbers(1)?.isEmpty == true)
        #expect(try submit(2, 0, to: executor(of: 0)) == .running)
        #expect(stage.sees(attempt(2)) == [])
    }

    @Test func `stay lent when the daemon is started again`() throws {
        #expect(try submit(1, 3, to: executor()) == .running)
        let next = executor()
        #expect(try next.observe(attempt(1)) == .running)
        #expect(try submit(2, 2, to: next) == .queued)
        stage.end(attempt(1))
        #expect(numbers(2) == "0,1")
    }

    @Test func `are not kept by a step that is cancelled while it waits, or that can not be started`() throws {
        let executor = executor(of: 1)
        #expect(try submit(1, 1, to: executor) == .running)
        #expect(try submit(2, 1, to: executor) == .queued)
        #expect(try submit(3, 1, to: executor) == .queued)
        #expect(try submit(4, 1, to: executor) == .queued)
        executor.cancel(attempt(2))
        #expect(ends[attempt(2)] == .cancelled)
        stage.held.withLock { _ = $0.refused.insert(attempt(3)) }
        executor.cancel(attempt(1))
        #expect(ends[attempt(1)] == .cancelled)
        #expect(ends[attempt(3)] == .failedToStart(reason: "refused"))
        #expect(numbers(4) == "0")
    }
}
