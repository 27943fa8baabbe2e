import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Testing

@Suite struct `Requests` {
    @Test func `merge all that comes during a run into one that follows`() {
        var scenario = Scenario(.example(triggers: [.data()]))
        scenario.deliver(to: "in", of: "churn")
        for _ in 1...5 { scenario.deliver(to: "in", of: "churn") }
        #expect(scenario.activeRuns.count == 1)
        #expect(scenario.state(of: "churn")?.requests.count == 1)
        scenario.completeRuns()
        scenario.completeRuns()
        #expect(scenario.outcomes == [.succeeded, .succeeded])
        #expect(scenario.run(2)?.cutoffs.first?.sequence == 6)
    }

    @Test func `wait for the end of the cooldown and then start by themselves`() {
        let policy = PolicyDefinition(cooldown: .seconds(1800))
        var scenario = Scenario(.example(triggers: [.data()], policy: policy))
        scenario.deliver(to: "in", of: "churn")
        scenario.completeRuns()
        scenario.deliver(to: "in", of: "churn")
        #expect(scenario.activeRuns.isEmpty)
        scenario.wait(.seconds(1799))
        #expect(scenario.activeRuns.isEmpty)
        scenario.wait(.seconds(1))
        #expect(scenario.activeRuns.count == 1)
    }

    @Test func `D7 measure the cooldown by the boot clock, whatever the wall clock does`() {
        let policy = PolicyDefinition(cooldown: .seconds(1800))
        var scenario = Scenario(.example(triggers: [.data()], policy: policy))
        scenario.deliver(to: "in", of: "churn")
        scenario.completeRuns()
        scenario.deliver(to: "in", of: "churn")
        scenario.now.wall = scenario.now.wall + .seconds(86_400)
        scenario.handle(.ticked)
        #expect(scenario.activeRuns.isEmpty)
        scenario.now.wall = scenario.now.wall - .seconds(3 * 86_400)
        scenario.wait(.seconds(1800))
        #expect(scenario.activeRuns.count == 1)
    }

    @Test func `on demand pass over the cooldown`() {
        let policy = PolicyDefinition(cooldown: .seconds(1800))
        var scenario = Scenario(.example(policy: policy))
        for number in 1...2 as ClosedRange<Int64> {
            guard case .started(let run, _) = scenario.demand(.run(.init(pipeline: "churn"))) else {
                Issue.record("not started")
                return
            }
            #expect(run.number == number)
            scenario.completeRuns()
        }
    }

    @Test func `are held by the day's budget`() {
        let policy = PolicyDefinition(cooldown: .zero, maxRunsPerDay: 2)
        var scenario = Scenario(.example(triggers: [.data()], policy: policy))
        for _ in 1...3 {
            scenario.deliver(to: "in", of: "churn")
            scenario.completeRuns()
        }
        #expect(scenario.outcomes.count == 2)
        #expect(scenario.decisions.last?.kind == .hold)
        scenario.wait(.seconds(86_400))
        scenario.completeRuns()
        #expect(scenario.outcomes.count == 3)
    }

    @Test func `of overlap skip are suppressed while a run is active`() {
        let policy = PolicyDefinition(cooldown: .zero, overlap: .skip)
        var scenario = Scenario(.example(triggers: [.data()], policy: policy))
        scenario.deliver(to: "in", of: "churn")
        scenario.deliver(to: "in", of: "churn")
        #expect(scenario.decisions.last?.kind == .suppress)
        scenario.completeRuns()
        #expect(scenario.outcomes.count == 1)
    }

    @Test func `of overlap cancel_running replace the active run`() {
        let policy = PolicyDefinition(cooldown: .zero, overlap: .cancelRunning)
        var scenario = Scenario(.example(triggers: [.data()], policy: policy))
        scenario.deliver(to: "in", of: "churn")
        scenario.handle(.manifestFrozen(RunID(1), ManifestSummary(files: 1, newFiles: 1, bytes: 1, digest: "m")))
        scenario.deliver(to: "in", of: "churn")
        scenario.handle(.attemptEnded(scenario.startedAttempts[0], AttemptEnd(kind: .cancelled)))
        #expect(scenario.outcomes.map(\.word) == ["cancelled"])
        #expect(scenario.activeRuns.map(\.id.number) == [2])
    }

    @Test func `B22 of many pipelines keep to the host's limit, the most urgent first`() {
        let names = (1...20).map { PipelineName("p\($0)") }
        var scenario = Scenario(host: HostPolicy(maxRunningRuns: 2))
        scenario.handle(.configured(Configured(pipelines: names.map { .example(name: $0) })))
        for name in names { _ = scenario.demand(.run(.init(pipeline: name, priority: name == "p20" ? 200 : nil))) }
        #expect(scenario.activeRuns.map(\.pipeline.text) == ["p1", "p2"])
        while let command = scenario.takeCommand() {
            #expect(scenario.activeRuns.count <= 2)
            scenario.answer(command)
        }
        #expect(scenario.outcomes.count == 20)
        #expect(scenario.run(3)?.pipeline == "p20")
    }

    @Test func `stop after failures in a row until something changes`() {
        let policy = PolicyDefinition(cooldown: .zero, breakerFailures: 3)
        var scenario = Scenario(.example(triggers: [.data()], policy: policy))
        for _ in 1...5 {
            scenario.deliver(to: "in", of: "churn")
            scenario.completeRuns(exit: { _ in .exited(code: 1) })
        }
        #expect(scenario.outcomes.count == 3)
        #expect(scenario.notices.count { $0.kind == .breakerOpened } == 1)
        scenario.handle(
            .configured(Configured(pipelines: [.example(id: "churn-2", triggers: [.data()], policy: policy)])))
        scenario.completeRuns()
        #expect(scenario.outcomes.last == .succeeded)
        #expect(scenario.state(of: "churn")?.breaker == nil)
    }

    @Test func `with an unknown parameter are refused with those that exist`() {
        var scenario = Scenario(.example(parameters: [Parameter(name: "rate", value: "1")]))
        let reply = scenario.demand(.run(.init(pipeline: "churn", parameters: [Parameter(name: "rat", value: "2")])))
        guard case .refused(let refusal) = reply else {
            Issue.record("\(String(describing: reply))")
            return
        }
        #expect(refusal.code == .invalid)
        #expect(refusal.hint == "declared: rate")
    }

    @Test func `for a dry run change nothing`() {
        var scenario = Scenario(.example())
        let before = scenario.mutations.count
        guard case .explained(let explanation) = scenario.demand(.run(.init(pipeline: "churn", dryRun: true))) else {
            Issue.record("not explained")
            return
        }
        #expect(explanation.verdict == .true)
        #expect(scenario.mutations.count == before)
    }
}

@Suite struct `Pausing` {
    @Test func `keeps data and skips slots`() throws {
        let schedule = ScheduleCondition(expression: try .hourly)
        var scenario = Scenario(.example(triggers: [.data(), .one("hourly", .schedule(schedule))]))
        _ = scenario.demand(.pause("churn", until: nil, reason: nil))
        scenario.deliver(to: "in", of: "churn")
        scenario.wait(.seconds(5 * 3600))
        #expect(scenario.activeRuns.isEmpty)
        _ = scenario.demand(.resume("churn", catchUp: false))
        #expect(scenario.activeRuns.count == 1)
        #expect(scenario.activeRuns.first?.reason == "volume: 1 new file in in")
        let missed = scenario.mutations.compactMap { mutation -> Int? in
            guard case .addEvidence(let evidence) = mutation, case .slotsMissed(let count, _, _, _) = evidence.fact
            else {
                return nil
            }
            return count
        }
        #expect(missed == [5])
    }

    @Test func `ends by itself at its time`() {
        var scenario = Scenario(.example(triggers: [.data()]))
        _ = scenario.demand(.pause("churn", until: scenario.now.wall + .seconds(60), reason: nil))
        scenario.deliver(to: "in", of: "churn")
        scenario.wait(.seconds(59))
        #expect(scenario.activeRuns.isEmpty)
        scenario.wait(.seconds(1))
        #expect(scenario.activeRuns.count == 1)
    }
}
