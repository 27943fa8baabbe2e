import MLOpsConfig
import MLOpsCore
import MLOpsLinux
import Synchronization
import Testing

@testable import MLOpsDaemon

@Suite struct `An attempt for which nobody starts a unit` {
    private final class Told: Sendable {
        let reasons = Mutex<[String?]>([])
    }

    private let attempt = AttemptID(run: RunID(1), step: "s1", number: 1)

    private func job(_ unit: StepUnit? = nil) -> StepJob {
        StepJob(
            attempt: attempt, arguments: ["/bin/true"], environment: [], workingDirectory: "/",
            stopTimeout: .seconds(1), unit: unit)
    }

    private func limits() throws -> StepUnit {
        let step = StepDefinition(name: "s1", program: .shell("true"), resources: StepResources(tasks: 9))
        let pipeline = PipelineDefinition(name: "churn", id: "c", source: "", directory: "/", steps: [step])
        return try #require(StepUnit(for: step, of: pipeline))
    }

    private func executor(
        _ fixture: RunFixture, _ told: Told, stepSocket: String?,
        unitInForce: @escaping @Sendable (StepUnit) -> StepUnit? = { $0 }
    ) throws -> ProcessExecutor {
        ProcessExecutor(
            state: fixture.state, shim: try RunFixture.shim, stepSocket: stepSocket,
            monitor: ProcessMonitor(on: try EventThread(name: "test-held")), unitInForce: unitInForce
        ) { reason in told.reasons.withLock { $0.append(reason) } }
    }

    @Test(arguments: [false, true]) func `B25 waits, says for what, and can be cancelled`(isLimited: Bool) async throws
    {
        let (fixture, told, ends) = (try RunFixture(), Told(), EventLog())
        let socket = fixture.scratch.path + "/step.sock"
        let executor = try executor(fixture, told, stepSocket: socket)
        try RunDirectory(state: fixture.state, run: attempt.run).prepare()
        #expect(try executor.submit(job(isLimited ? try limits() : nil)) == .queued)
        executor.collect(attempt) { ends.send(.attemptEnded(attempt, $0)) }
        let reason = try #require(told.reasons.withLock { $0.last ?? nil })
        #expect(reason.contains(isLimited ? "steps/churn.s1" : socket))
        #expect(reason.contains(isLimited ? "mlopsctl apply" : "systemctl start mlopsd-step.socket"))
        executor.cancel(attempt)
        #expect(try await ends.end(of: attempt).kind == .cancelled)
        #expect(told.reasons.withLock { $0.last } == .some(nil))
    }

    @Test func `waits for the unit of all steps once the limits of its step were taken away`() throws {
        let (fixture, told) = (try RunFixture(), Told())
        let socket = fixture.scratch.path + "/step.sock"
        let executor = try executor(fixture, told, stepSocket: socket) { _ in nil }
        try RunDirectory(state: fixture.state, run: attempt.run).prepare()
        #expect(try executor.submit(job(try limits())) == .queued)
        let reason = try #require(told.reasons.withLock { $0.last ?? nil })
        #expect(reason.contains("\"\(socket)\"") && reason.contains("systemctl start mlopsd-step.socket"), "\(reason)")
        executor.cancel(attempt)
    }

    @Test func `is refused where limits would be kept by nobody`() throws {
        let fixture = try RunFixture()
        let executor = try executor(fixture, Told(), stepSocket: nil)
        let error = #expect(throws: RunError.self) { try executor.submit(job(try limits())) }
        #expect(error?.code == .unusableDefinition)
    }
}
