import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Testing

@Suite struct `Start deadlines` {
    private func pipeline(_ operands: [Operand], _ expression: MLOpsCore.Expression) -> PipelineDefinition {
        .example(
            triggers: [TriggerDefinition(name: "t", expression: expression, operands: operands)],
            policy: PolicyDefinition(cooldown: .zero, maxRunsPerDay: 1000))
    }

    private func hourly(deadline: Duration?, jitter: Duration = .zero) throws -> Condition {
        .schedule(
            ScheduleCondition(
                expression: try .hourly, catchUpWindow: .seconds(7200), startDeadline: deadline, jitter: jitter))
    }

    @Test func `count from the slot, so one seen too late is expired and not started`() throws {
        let slot = Operand(path: "t", condition: try hourly(deadline: .seconds(900)))
        var scenario = Scenario(pipeline([slot], .operand(0)))
        scenario.sleep(.seconds(3600 + 1800))
        scenario.handle(.ticked)
        #expect(scenario.activeRuns.isEmpty)
        #expect(scenario.latch("t", of: "churn") == nil)
        let dispositions = scenario.mutations.compactMap { mutation -> Disposition? in
            if case .settleLatched(_, _, _, _, let disposition) = mutation { disposition } else { nil }
        }
        #expect(dispositions == [.expired("its start deadline passed")])
    }

    @Test func `let a slot start that is late but not too late`() throws {
        let slot = Operand(path: "t", condition: try hourly(deadline: .seconds(900)))
        var scenario = Scenario(pipeline([slot], .operand(0)))
        scenario.sleep(.seconds(3600 + 900))
        scenario.handle(.ticked)
        #expect(scenario.activeRuns.count == 1)
    }

    @Test func `end only the slot, not the data that waits with it`() throws {
        let data = Condition.newData(NewDataCondition(dataset: "in", quietPeriod: .zero, maxWait: nil))
        let operands = [
            Operand(path: "t.0", condition: try hourly(deadline: .seconds(900))), Operand(path: "t.1", condition: data),
        ]
        var scenario = Scenario(pipeline(operands, .all([.operand(0), .operand(1)])))
        scenario.wait(.seconds(3600 + 901))
        scenario.deliver(to: "in", of: "churn")
        #expect(scenario.activeRuns.isEmpty)
        #expect(scenario.latch("t.1", of: "churn") != nil)
        scenario.wait(.seconds(3600))
        #expect(scenario.activeRuns.count == 1)
    }
}

@Suite struct `A clock that ran ahead` {
    private static let far: Duration = .seconds(80 * 365 * 86_400)

    @Test func `D4 does not hold the day's budget for as long as it was ahead`() {
        let policy = PolicyDefinition(cooldown: .zero, maxRunsPerDay: 2)
        var scenario = Scenario(.example(triggers: [.data()], policy: policy))
        scenario.now.wall = scenario.now.wall + Self.far
        for _ in 1...2 {
            scenario.deliver(to: "in", of: "churn")
            scenario.completeRuns()
        }
        scenario.now.wall = scenario.now.wall - Self.far
        scenario.deliver(to: "in", of: "churn")
        #expect(scenario.activeRuns.count == 1)
    }

    @Test func `D4 does not silence the age of the model for as long as it was ahead`() {
        let policy = PolicyDefinition(cooldown: .zero, maxRunsPerDay: 100)
        var scenario = Scenario(.example(triggers: [.one("stale", .modelAge(.seconds(86_400)))], policy: policy))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns()
        scenario.now.wall = scenario.now.wall + Self.far
        scenario.handle(.ticked)
        #expect(scenario.activeRuns.count == 1)
        scenario.completeRuns(exit: { _ in .exited(code: 1) })
        scenario.now.wall = scenario.now.wall - Self.far
        scenario.handle(.ticked)
        scenario.wait(.seconds(2 * 86_400))
        #expect(scenario.activeRuns.count == 1)
    }

    @Test func `D7 what lapsed while nobody looked has lapsed before what comes now`() {
        let trigger = TriggerDefinition(
            name: "t", expression: .all([.operand(0)]),
            operands: [
                Operand(
                    path: "t",
                    condition: .newData(NewDataCondition(dataset: "in", minFiles: 2, quietPeriod: .zero, maxWait: nil)),
                    validFor: .seconds(600))
            ])
        var scenario = Scenario(.example(triggers: [trigger]))
        scenario.deliver(to: "in", of: "churn")
        scenario.sleep(.seconds(8 * 3600))
        scenario.deliver(to: "in", of: "churn")
        #expect(scenario.activeRuns.isEmpty)
        #expect(scenario.latch("t", of: "churn")?.count == 1)
    }
}

@Suite struct `Missed slots` {
    @Test func `all of them are at most the newest hundred, and the summary says the rest`() throws {
        let schedule = ScheduleCondition(expression: try .hourly, catchUp: .all, catchUpWindow: .seconds(30 * 86_400))
        var scenario = Scenario(
            .example(triggers: [.one("hourly", .schedule(schedule))], policy: PolicyDefinition(maxRunsPerDay: 1000)))
        let begin = scenario.now.wall
        scenario.sleep(.seconds(200 * 3600 + 1800))
        scenario.handle(.ticked)
        var slots: [Instant] = []
        var missed: [(Int, Instant, Instant)] = []
        for case .addEvidence(let evidence) in scenario.mutations {
            if case .slot(let nominal) = evidence.fact { slots.append(nominal) }
            if case .slotsMissed(let count, let first, let last, _) = evidence.fact {
                missed.append((count, first, last))
            }
        }
        #expect(slots == (101...200).map { begin + .seconds(3600 * $0) })
        #expect(missed.count == 1)
        #expect(missed.first?.0 == 100)
        #expect(missed.first?.1 == begin + .seconds(3600))
        #expect(missed.first?.2 == begin + .seconds(3600 * 100))
    }
}

@Suite struct `Slots of a pause` {
    private func scenario() throws -> Scenario {
        let schedule = ScheduleCondition(expression: try .hourly)
        return Scenario(
            .example(triggers: [.one("hourly", .schedule(schedule))], policy: PolicyDefinition(cooldown: .zero)))
    }

    private func missed(_ scenario: Scenario) -> [Int] {
        scenario.mutations.compactMap { mutation in
            guard case .addEvidence(let evidence) = mutation, case .slotsMissed(let count, _, _, _) = evidence.fact
            else { return nil }
            return count
        }
    }

    @Test func `that ended while the machine slept are not those after its end`() throws {
        var scenario = try scenario()
        _ = scenario.demand(.pause("churn", until: scenario.now.wall + .seconds(2 * 3600 + 60), reason: nil))
        scenario.sleep(.seconds(3 * 3600 + 1200))
        scenario.handle(.ticked)
        #expect(missed(scenario) == [2])
        #expect(scenario.activeRuns.count == 1)
    }

    @Test func `are made up for when the one who resumes asks for it`() throws {
        var scenario = try scenario()
        _ = scenario.demand(.pause("churn", until: nil, reason: nil))
        scenario.wait(.seconds(3 * 3600 + 600))
        _ = scenario.demand(.resume("churn", catchUp: true))
        #expect(scenario.activeRuns.count == 1)
        #expect(missed(scenario) == [2])
    }
}

@Suite struct `Going live` {
    @Test func `is not stopped by run_timeout, and nothing is due again and again`() {
        let policy = PolicyDefinition(cooldown: .zero, runTimeout: .seconds(60))
        var scenario = Scenario(.example(policy: policy, deployment: DeploymentDefinition(target: "/srv/model")))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        while let command = scenario.takeCommand() {
            if case .switchTarget = command { break }
            scenario.answer(command)
        }
        scenario.sleep(.seconds(120))
        scenario.handle(.ticked)
        #expect(scenario.activeRuns.first?.cancellation == nil)
        #expect(scenario.orchestrator.nextDue.map { $0 > scenario.now.wall } ?? true)
        scenario.handle(.targetSwitched(DeploymentID(1)))
        #expect(scenario.outcomes == [.succeeded])
    }

    @Test func `B23 cancel_running starts the newer wish in the same turn when nothing has begun yet`() {
        let policy = PolicyDefinition(cooldown: .zero, overlap: .cancelRunning)
        var scenario = Scenario(.example(triggers: [.data()], policy: policy))
        scenario.deliver(to: "in", of: "churn")
        scenario.deliver(to: "in", of: "churn")
        #expect(scenario.outcomes.map(\.word) == ["cancelled"])
        #expect(scenario.activeRuns.map(\.id.number) == [2])
    }
}
