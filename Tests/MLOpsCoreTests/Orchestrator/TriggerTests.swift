import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Testing

@Suite struct `New data` {
    @Test func `waits until it is quiet`() {
        var scenario = Scenario(.example(triggers: [.data(quiet: .seconds(30))]))
        scenario.deliver(to: "in", of: "churn")
        scenario.wait(.seconds(20))
        scenario.deliver(to: "in", of: "churn")
        scenario.wait(.seconds(29))
        #expect(scenario.activeRuns.isEmpty)
        scenario.wait(.seconds(1))
        #expect(scenario.activeRuns.count == 1)
    }

    @Test func `C26 that trickles for ever starts a run after max_wait`() {
        var scenario = Scenario(.example(triggers: [.data(quiet: .seconds(30), maxWait: .seconds(3600))]))
        for _ in 0..<3600 {
            scenario.deliver(to: "in", of: "churn")
            scenario.wait(.seconds(1))
            scenario.completeRuns()
        }
        #expect(scenario.outcomes.count == 1)
    }

    @Test func `of too few files waits for more`() {
        var scenario = Scenario(.example(triggers: [.data(minFiles: 3)]))
        scenario.deliver(2, to: "in", of: "churn")
        #expect(scenario.activeRuns.isEmpty)
        scenario.deliver(1, to: "in", of: "churn")
        #expect(scenario.activeRuns.count == 1)
    }

    @Test func `that no trigger asks for is suppressed on the record`() throws {
        var scenario = Scenario(.example())
        scenario.deliver(to: "in", of: "churn")
        let uses = scenario.mutations.compactMap { if case .addUse(let use) = $0 { use.disposition } else { nil } }
        #expect(uses == [.suppressed("no trigger asks for it")])
    }
}

@Suite struct `Schedules` {
    static func pipeline(_ catchUp: ScheduleCondition.CatchUp = .latest) throws -> PipelineDefinition {
        try .example(
            triggers: [.one("hourly", .schedule(ScheduleCondition(expression: .hourly, catchUp: catchUp)))],
            policy: PolicyDefinition(cooldown: .zero, maxRunsPerDay: 1000))
    }

    @Test func `start one run a slot`() throws {
        var scenario = try Scenario(Self.pipeline())
        for _ in 1...5 {
            scenario.wait(.seconds(3600))
            scenario.completeRuns()
        }
        #expect(scenario.outcomes.count == 5)
    }

    @Test(arguments: [(ScheduleCondition.CatchUp.latest, 1), (.all, 1), (.none, 0)])
    func `D5 make up for what was missed by policy`(catchUp: ScheduleCondition.CatchUp, runs: Int) throws {
        var scenario = try Scenario(Self.pipeline(catchUp))
        scenario.sleep(.seconds(8 * 3600 + 1800))
        scenario.handle(.ticked)
        scenario.completeRuns()
        #expect(scenario.outcomes.count == runs)
    }

    @Test func `D4 never use a slot twice when the clock goes back a day`() throws {
        var scenario = try Scenario(Self.pipeline())
        for _ in 1...3 {
            scenario.wait(.seconds(3600))
            scenario.completeRuns()
        }
        scenario.now.wall = scenario.now.wall - .seconds(86_400)
        scenario.wait(.seconds(86_400))
        scenario.completeRuns()
        #expect(scenario.outcomes.count == 3)
        scenario.wait(.seconds(3600))
        scenario.completeRuns()
        #expect(scenario.outcomes.count == 4)
    }

    @Test func `D4 never use a slot twice when the clock was in another century and is right again`() throws {
        var scenario = try Scenario(Self.pipeline())
        scenario.wait(.seconds(5 * 3600))
        scenario.completeRuns()
        let used = scenario.outcomes.count
        let right = scenario.now.wall
        // A machine without a clock of its own starts in 1970, until it hears the time.
        scenario.now.wall = Instant(seconds: 36_000)
        scenario.now.uptime += 1_000_000
        scenario.handle(.ticked)
        scenario.wait(.seconds(600))
        scenario.now.wall = right + .seconds(660)
        scenario.now.uptime += 1_000_000
        scenario.handle(.ticked)
        scenario.completeRuns()
        #expect(scenario.outcomes.count == used)
        scenario.wait(.seconds(3600))
        scenario.completeRuns()
        #expect(scenario.outcomes.count == used + 1)
    }

    @Test func `D4 go on after the clock came back from another century`() throws {
        var scenario = try Scenario(Self.pipeline())
        let before = scenario.now.wall
        scenario.now.wall = Instant(seconds: 4_291_747_200)
        scenario.handle(.ticked)
        scenario.completeRuns()
        scenario.now.wall = before
        scenario.handle(.ticked)
        scenario.wait(.seconds(2 * 3600))
        scenario.completeRuns()
        #expect(scenario.outcomes.count >= 2)
    }
}

@Suite struct `Combinations` {
    static func both(validFor: Duration? = nil, deadline: Duration? = nil) throws -> PipelineDefinition {
        let schedule = Condition.schedule(ScheduleCondition(expression: try .hourly))
        let data = Condition.newData(NewDataCondition(dataset: "in", quietPeriod: .zero, maxWait: nil))
        return .example(triggers: [
            TriggerDefinition(
                name: "both", expression: .all([.operand(0), .operand(1)]),
                operands: [
                    Operand(path: "both.all.0", condition: schedule, validFor: validFor),
                    Operand(path: "both.all.1", condition: data, validFor: validFor),
                ], deadline: deadline, lapse: .skip)
        ])
    }

    @Test func `of all fire when the last comes true, in either order`() throws {
        var first = try Scenario(Self.both())
        first.deliver(to: "in", of: "churn")
        #expect(first.activeRuns.isEmpty)
        first.wait(.seconds(3600))
        #expect(first.activeRuns.count == 1)

        var second = try Scenario(Self.both())
        second.wait(.seconds(3600))
        #expect(second.activeRuns.isEmpty)
        second.deliver(to: "in", of: "churn")
        #expect(second.activeRuns.count == 1)
    }

    @Test func `forget evidence that is older than valid_for`() throws {
        var scenario = try Scenario(Self.both(validFor: .seconds(600)))
        scenario.deliver(to: "in", of: "churn")
        scenario.wait(.seconds(3600))
        #expect(scenario.activeRuns.isEmpty)
    }

    @Test func `that miss their deadline let go of what they held`() throws {
        var scenario = try Scenario(Self.both(deadline: .seconds(1200)))
        scenario.deliver(to: "in", of: "churn")
        scenario.wait(.seconds(1201))
        #expect(scenario.latch("both.all.1", of: "churn") == nil)
        let settled = scenario.mutations.compactMap { mutation -> Disposition? in
            if case .settleLatched(_, _, _, _, let disposition) = mutation { disposition } else { nil }
        }
        #expect(settled == [.expired("deadline")])
    }

    @Test func `leave other triggers' evidence alone`() throws {
        var definition = try Self.both()
        definition.triggers.append(.data("volume"))
        var scenario = Scenario(definition)
        scenario.deliver(to: "in", of: "churn")
        #expect(scenario.activeRuns.count == 1)
        #expect(scenario.latch("both.all.1", of: "churn") != nil)
    }
}

@Suite struct `Model age` {
    @Test func `is unknown without a model and fires once a period with one`() {
        let policy = PolicyDefinition(cooldown: .zero, maxRunsPerDay: 100)
        var scenario = Scenario(.example(triggers: [.one("stale", .modelAge(.seconds(86_400)))], policy: policy))
        scenario.wait(.seconds(5 * 86_400))
        #expect(scenario.outcomes.isEmpty)
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns()
        scenario.wait(.seconds(86_399))
        #expect(scenario.activeRuns.isEmpty)
        scenario.wait(.seconds(1))
        #expect(scenario.activeRuns.count == 1)
    }

    private static let day = Duration.seconds(86_400)

    /// A first model, and on the day a second one, made for whatever reason, that is taken back a day later.
    private func takenBack(afterDays days: Int) -> Scenario {
        let policy = PolicyDefinition(cooldown: .zero, maxRunsPerDay: 100)
        var scenario = Scenario(.example(triggers: [.one("stale", .modelAge(Self.day * 30))], policy: policy))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns(candidate: .with(f1: 1))
        scenario.wait(Self.day * days)
        if scenario.activeRuns.isEmpty { _ = scenario.demand(.run(.init(pipeline: "churn"))) }
        scenario.completeRuns(candidate: .with(f1: 2))
        scenario.wait(Self.day)
        _ = scenario.demand(.rollback("churn", to: nil, reason: nil))
        scenario.completeRuns()
        return scenario
    }

    @Test func `goes on with the age of what a rollback brings back`() {
        var scenario = takenBack(afterDays: 20)
        #expect(scenario.state(of: "churn")?.champion?.version.number == 1)
        scenario.wait(Self.day * 9 - .seconds(1))
        #expect(scenario.activeRuns.isEmpty)
        scenario.wait(.seconds(1))
        #expect(scenario.activeRuns.count == 1)
    }

    @Test func `starts no other run at once because what was made for it was taken back`() {
        var scenario = takenBack(afterDays: 30)
        #expect(scenario.outcomes == [.succeeded, .succeeded])
        #expect(scenario.state(of: "churn")?.champion?.version.number == 1)
        scenario.wait(Self.day * 30 - .seconds(1))
        #expect(scenario.activeRuns.isEmpty)
        scenario.wait(.seconds(1))
        #expect(scenario.activeRuns.count == 1)
    }

    @Test func `counts again where a person makes live once more what was live before`() throws {
        var scenario = Scenario(.example(triggers: [.one("stale", .modelAge(Self.day * 30))]))
        for number in 1...2 {
            _ = scenario.demand(.run(.init(pipeline: "churn")))
            scenario.completeRuns(candidate: .with(f1: Double(number)))
            scenario.wait(Self.day * 10)
        }
        let first = scenario.mutations.compactMap { mutation -> ModelVersion? in
            if case .putVersion(let version) = mutation, version.id.number == 1 { version } else { nil }
        }.last
        _ = scenario.demand(.promote(try #require(first), force: true, reason: nil))
        scenario.completeRuns()
        #expect(scenario.state(of: "churn")?.champion?.version.number == 1)
        scenario.wait(Self.day * 30 - .seconds(1))
        #expect(scenario.activeRuns.isEmpty)
        scenario.wait(.seconds(1))
        #expect(scenario.activeRuns.count == 1)
    }

    @Test func `counts again from the promotion of what is new after a rollback`() {
        var scenario = takenBack(afterDays: 20)
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns(candidate: .with(f1: 3))
        scenario.wait(Self.day * 30 - .seconds(1))
        #expect(scenario.activeRuns.isEmpty)
        #expect(scenario.state(of: "churn")?.champion?.version.number == 3)
    }
}

@Suite struct `Pipeline change` {
    static let definition = PipelineDefinition.example(triggers: [
        .one("code", .pipelineChange(PipelineChangeCondition(paths: ["train.py"])))
    ])

    @Test func `fires when the code is not what was first seen, and once`() {
        var scenario = Scenario(Self.definition)
        scenario.handle(.codeObserved("churn", digest: "one", summary: ""))
        #expect(scenario.activeRuns.isEmpty)
        scenario.handle(.codeObserved("churn", digest: "two", summary: "train.py changed"))
        #expect(scenario.activeRuns.count == 1)
        scenario.completeRuns()
        scenario.handle(.codeObserved("churn", digest: "two", summary: ""))
        scenario.wait(.seconds(3600))
        #expect(scenario.outcomes == [.succeeded])
    }

    @Test func `says that there is none only once the code was read`() throws {
        var scenario = Scenario(Self.definition)
        func texts() throws -> [String] {
            func texts(_ explanation: Explanation) -> [String] {
                [explanation.text] + explanation.children.flatMap(texts)
            }
            return try scenario.orchestrator.explainInaction(of: "churn", trigger: "code", at: scenario.now).get()
                .flatMap(texts)
        }
        #expect(try texts().contains("the code is not read yet"))
        scenario.handle(.codeObserved("churn", digest: "one", summary: ""))
        #expect(try texts().contains("definition and code are what the last run used"))
    }
}
