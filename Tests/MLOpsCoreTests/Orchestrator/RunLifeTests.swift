import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Testing

@Suite struct `A run` {
    @Test func `goes from new data to a live model`() {
        var scenario = Scenario(.example(triggers: [.data()], deployment: DeploymentDefinition(target: "/srv/model")))
        scenario.deliver(to: "in", of: "churn")
        #expect(scenario.activeRuns.map(\.id.number) == [1])
        scenario.completeRuns()
        #expect(scenario.outcomes == [.succeeded])
        #expect(scenario.state(of: "churn")?.champion?.version.description == "churn/1")
        #expect(scenario.activeRuns.isEmpty)
    }

    @Test func `starts each step when all it needs has succeeded`() {
        let steps: [StepDefinition] = [
            .example("a"), .example("b"), .example("c", needs: ["a", "b"]), .example("d", needs: ["c"]),
        ]
        var scenario = Scenario(.example(steps: steps))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.handle(.manifestFrozen(RunID(1), ManifestSummary(files: 0, newFiles: 0, bytes: 0, digest: "m")))
        #expect(scenario.startedAttempts.map(\.step.text) == ["a", "b"])
        scenario.handle(.attemptEnded(scenario.startedAttempts[0], AttemptEnd(kind: .exited(code: 0))))
        #expect(scenario.startedAttempts.map(\.step.text) == ["a", "b"])
        scenario.handle(.attemptEnded(scenario.startedAttempts[1], AttemptEnd(kind: .exited(code: 0))))
        #expect(scenario.startedAttempts.map(\.step.text) == ["a", "b", "c"])
    }

    @Test func `B29 retries what asks for it, with growing delays, and then fails`() {
        let retry = StepDefinition.Retry(attempts: 3, backoff: .seconds(60))
        var scenario = Scenario(.example(steps: [.example("train", retry: retry)]))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        for attempt in 1...3 {
            scenario.completeRuns(exit: { _ in .exited(code: 75) })
            #expect(scenario.outcomes.isEmpty == (attempt < 3))
            scenario.wait(.seconds(3600))
        }
        #expect(scenario.outcomes.map(\.word) == ["failed"])
        #expect(scenario.run(1)?.steps[0].attempts == 3)
    }

    @Test func `B29 does not retry a permanent failure`() {
        var scenario = Scenario(.example())
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns(exit: { _ in .exited(code: 1) })
        #expect(scenario.outcomes == [.failed("step \"train\" failed with exit status 1")])
        #expect(scenario.run(1)?.steps[0].attempts == 1)
    }

    @Test func `tells how it and its attempts ended, and how long they took`() throws {
        let retry = StepDefinition.Retry(attempts: 2, backoff: .seconds(60))
        var scenario = Scenario(.example(steps: [.example("train", retry: retry)]))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.handle(.manifestFrozen(RunID(1), ManifestSummary(files: 0, newFiles: 0, bytes: 0, digest: "m")))
        let began = Instant(seconds: 1000)
        let ends = [
            AttemptEnd(kind: .exited(code: 75), startedAt: began, endedAt: began + .seconds(2)),
            AttemptEnd(kind: .signaled(signal: 9, core: false)),
        ]
        for end in ends {
            scenario.handle(.attemptEnded(try #require(scenario.startedAttempts.last), end))
            scenario.wait(.seconds(60))
        }
        #expect(
            scenario.notices.filter { $0.kind == .attemptRetrying || $0.kind == .attemptFailed }.map(\.end) == [
                Notice.End(outcome: "exited", microseconds: 2_000_000),
                Notice.End(outcome: "signaled", microseconds: nil),
            ])
        let run = try #require(scenario.run(1))
        let lasted = try #require(run.endedAt).elapsed(since: run.startedAt)
        #expect(lasted > .zero)
        #expect(
            scenario.notices.first { $0.kind == .runFailed }?.end
                == Notice.End(outcome: "failed", microseconds: lasted.microseconds))
        #expect(scenario.notices.first { $0.kind == .runStarted }?.end == nil)
    }

    @Test func `takes the end of an attempt into account once`() {
        var scenario = Scenario(.example(steps: [.example("a"), .example("b", needs: ["a"])]))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.handle(.manifestFrozen(RunID(1), ManifestSummary(files: 0, newFiles: 0, bytes: 0, digest: "m")))
        let attempt = scenario.startedAttempts[0]
        scenario.handle(.attemptEnded(attempt, AttemptEnd(kind: .exited(code: 0))))
        let again = scenario.handle(.attemptEnded(attempt, AttemptEnd(kind: .exited(code: 1))))
        #expect(again.mutations.isEmpty)
        #expect(scenario.activeRuns.first?.steps[0].state == .succeeded)
    }

    @Test func `B6 that is cancelled ends cancelled, not failed`() {
        var scenario = Scenario(.example())
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.handle(.manifestFrozen(RunID(1), ManifestSummary(files: 0, newFiles: 0, bytes: 0, digest: "m")))
        _ = scenario.demand(.cancel(RunID(1), reason: "wrong data"))
        scenario.handle(.attemptEnded(scenario.startedAttempts[0], AttemptEnd(kind: .cancelled)))
        #expect(scenario.outcomes == [.cancelled("by ada: wrong data")])
    }

    @Test func `that takes longer than run_timeout is stopped`() {
        let policy = PolicyDefinition(cooldown: .zero, runTimeout: .seconds(60))
        var scenario = Scenario(.example(policy: policy))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.handle(.manifestFrozen(RunID(1), ManifestSummary(files: 0, newFiles: 0, bytes: 0, digest: "m")))
        scenario.wait(.seconds(61))
        #expect(scenario.commands.contains(.cancelAttempt(scenario.startedAttempts[0])))
    }

    @Test func `F8 goes on under its own definition when the file changes or goes`() {
        var scenario = Scenario(.example(steps: [.example("a"), .example("b", needs: ["a"])]))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.handle(.configured(Configured(pipelines: [])))
        #expect(scenario.state(of: "churn")?.disabled == "its file is gone")
        scenario.completeRuns()
        #expect(scenario.outcomes == [.succeeded])
    }
}
