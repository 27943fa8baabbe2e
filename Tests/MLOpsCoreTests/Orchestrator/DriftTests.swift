import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Testing

@Suite struct `Drift triggers` {
    private static func drift(_ action: DriftCondition.Action) -> Condition {
        .drift(DriftCondition(dataset: "in", action: action))
    }

    private static func pipeline(_ triggers: TriggerDefinition...) -> PipelineDefinition {
        .example(triggers: triggers)
    }

    private static let both = TriggerDefinition(
        name: "both", expression: .all([.operand(0), .operand(1)]),
        operands: [
            Operand(path: "both.all.0", condition: .newData(NewDataCondition(dataset: "in", quietPeriod: .zero))),
            Operand(path: "both.all.1", condition: drift(.evaluate)),
        ])

    private static func window(
        _ sequence: Int64, _ state: DriftStatus.State, isAlarm: Bool? = nil, reference: Int64 = 1,
        operand: String = "drift"
    ) -> Event {
        let window = DriftWindow(
            dataset: "in", firstSequence: sequence, lastSequence: sequence, files: 1, rows: 1000,
            reference: ModelVersionID(pipeline: "churn", number: reference), state: state,
            isAlarm: isAlarm ?? (state == .suspect), strength: state == .suspect ? 1.1 : 0.2,
            columns: state == .suspect ? ["age"] : [], isCalibrating: false)
        return .windowJudged("churn", WindowJudgement(operand: operand, window: window, figures: "{}", memory: [1]))
    }

    /// A scenario whose pipeline has a champion.
    private static func deployed(_ triggers: TriggerDefinition...) -> Scenario {
        var scenario = Scenario(.example(triggers: triggers))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns()
        return scenario
    }

    private static func watched(_ scenario: Scenario) -> [ModelVersionID] {
        scenario.commands.compactMap { if case .watchDrift(_, let version) = $0 { version } else { nil } }
    }

    private func dispositions(_ scenario: Scenario) -> [Disposition] {
        scenario.mutations.compactMap { mutation in
            switch mutation {
            case .addUse(let use) where use.operand.hasPrefix("drift"): use.disposition
            case .settleLatched(_, let operand, _, _, let disposition) where operand.hasPrefix("drift"): disposition
            case .settleMerged(let request, let disposition) where request.number > 1: disposition
            default: nil
            }
        }
    }

    @Test func `are unknown until there is a champion and a window was judged`() {
        var scenario = Scenario(Self.pipeline(.one("drift", Self.drift(.retrain))))
        scenario.deliver(to: "in", of: "churn")
        #expect(Self.watched(scenario) == [])
        let explain = { (scenario: Scenario) in
            try? scenario.orchestrator.explainInaction(of: "churn", trigger: "drift", at: scenario.now).get().last
        }
        #expect(explain(scenario)?.verdict == .unknown)
        #expect(explain(scenario)?.missing == "a first model")
        scenario = Self.deployed(.one("drift", Self.drift(.retrain)))
        #expect(explain(scenario)?.verdict == .unknown)
        scenario.handle(Self.window(1, .calm))
        #expect(explain(scenario)?.verdict == .false)
    }

    @Test func `have what arrives compared with the champion's data, and all of it after a promotion and a start`() {
        var scenario = Scenario(Self.pipeline(.one("drift", Self.drift(.retrain))))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        var watched: [ModelVersionID] = []
        while let command = scenario.takeCommand() {
            if case .watchDrift(_, let version) = command { watched.append(version) }
            scenario.answer(command)
        }
        #expect(watched.map(\.number) == [1])
        scenario.deliver(to: "in", of: "churn")
        #expect(Self.watched(scenario).map(\.number) == [1])
        scenario.handle(.configured(Configured(pipelines: [Self.pipeline(.one("drift", Self.drift(.retrain)))])))
        #expect(Self.watched(scenario).map(\.number) == [1, 1])
    }

    @Test func `start a run at an alarm when the action is retrain`() {
        var scenario = Self.deployed(.one("drift", Self.drift(.retrain)))
        scenario.handle(Self.window(1, .calm))
        #expect(scenario.activeRuns.isEmpty)
        scenario.handle(Self.window(2, .suspect))
        #expect(scenario.activeRuns.map(\.reason) == ["drift: drift in in: age"])
        #expect(dispositions(scenario).first == .suppressed("calm"))
        #expect(dispositions(scenario).last == .consumed(RunID(2)))
        #expect(scenario.notices.map(\.kind).contains(.driftSuspected))
    }

    @Test func `only tell and record when the action is evaluate`() throws {
        var scenario = Self.deployed(.one("drift", Self.drift(.evaluate)))
        scenario.handle(Self.window(1, .suspect))
        #expect(scenario.activeRuns.isEmpty)
        #expect(dispositions(scenario) == [.suppressed("action is evaluate")])
        #expect(scenario.notices.filter { $0.kind == .driftSuspected }.count == 1)
        #expect(scenario.drift("drift", of: "churn")?.state == .suspect)
        let explanation = try scenario.orchestrator.explainInaction(of: "churn", trigger: "drift", at: scenario.now)
            .get().last
        #expect(explanation?.verdict == .false)
        #expect(explanation?.missing == "nothing: its action is evaluate, which tells and starts no run")
    }

    @Test func `tell once when suspicion begins and once when it ends`() {
        var scenario = Self.deployed(.one("drift", Self.drift(.evaluate)))
        for (sequence, state) in zip(1..., [DriftStatus.State.calm, .suspect, .suspect, .calm, .calm]) {
            scenario.handle(Self.window(Int64(sequence), state))
        }
        let told = scenario.notices.map(\.kind).filter { $0 == .driftSuspected || $0 == .driftCalmed }
        #expect(told == [.driftSuspected, .driftCalmed])
    }

    @Test func `I14 flaps around the threshold start no more runs than cooldown and the day's budget let through`() {
        var scenario = Scenario(
            .example(
                triggers: [.one("drift", Self.drift(.retrain))],
                policy: PolicyDefinition(cooldown: .seconds(3600), maxRunsPerDay: 4)))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns()
        for minute in 1...(23 * 60) {
            let champion = scenario.state(of: "churn")?.champion?.version.number ?? 0
            scenario.handle(
                Self.window(Int64(minute), minute % 2 == 0 ? .suspect : .calm, reference: champion))
            scenario.completeRuns()
            scenario.wait(.seconds(60))
            scenario.completeRuns()
        }
        let starts = scenario.mutations.reduce(into: Set<RunID>()) { starts, mutation in
            if case .putRun(let run) = mutation { starts.insert(run.id) }
        }
        #expect((2...4).contains(starts.count), "\(starts)")
    }

    @Test func `vote in a combination, whatever their action is`() {
        var scenario = Self.deployed(Self.both)
        scenario.deliver(to: "in", of: "churn")
        #expect(scenario.activeRuns.isEmpty)
        scenario.handle(Self.window(1, .suspect, operand: "both.all.1"))
        #expect(scenario.activeRuns.map(\.id.number) == [2])
    }

    @Test func `forget what the former champion's data said`() {
        var scenario = Self.deployed(.one("drift", Self.drift(.evaluate)))
        scenario.handle(Self.window(1, .suspect))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns()
        #expect(scenario.state(of: "churn")?.champion?.version.number == 2)
        #expect(scenario.drift("drift", of: "churn") == nil)
        let before = scenario.mutations.count
        scenario.handle(Self.window(2, .suspect, reference: 1))
        #expect(scenario.mutations.count == before)
        scenario.handle(Self.window(2, .calm, reference: 2))
        #expect(scenario.drift("drift", of: "churn")?.reference.number == 2)
    }

    @Test func `take a window that was judged twice into account once`() {
        var scenario = Self.deployed(.one("drift", Self.drift(.retrain)))
        scenario.handle(Self.window(3, .calm))
        let before = scenario.mutations.count
        scenario.handle(Self.window(3, .suspect))
        #expect(scenario.mutations.count == before)
    }

    @Test func `know what was judged also after a rollback`() {
        var scenario = Self.deployed(.one("drift", Self.drift(.evaluate)))
        scenario.handle(Self.window(3, .calm))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns()
        scenario.handle(Self.window(4, .calm, reference: 2))
        _ = scenario.demand(.rollback("churn", to: nil, reason: nil))
        scenario.completeRuns()
        #expect(scenario.state(of: "churn")?.champion?.version.number == 1)
        let before = scenario.mutations.count
        scenario.handle(Self.window(3, .suspect))
        #expect(scenario.mutations.count == before)
        scenario.handle(Self.window(4, .calm))
        #expect(scenario.drift("drift", of: "churn")?.through == 4)
    }

    @Test func `withdraw an alarm that ends before its run starts`() {
        var scenario = Self.deployed(.one("drift", Self.drift(.retrain)))
        _ = scenario.demand(.pause("churn", until: nil, reason: nil))
        scenario.handle(Self.window(1, .suspect))
        #expect(scenario.latch("drift", of: "churn") != nil)
        scenario.handle(Self.window(2, .calm))
        #expect(scenario.latch("drift", of: "churn") == nil)
        #expect(dispositions(scenario).contains(.withdrawn("the data are calm again")))
    }

    @Test func `say why the training data can not be compared with`() {
        var scenario = Self.deployed(.one("drift", Self.drift(.retrain)))
        let version = ModelVersionID(pipeline: "churn", number: 1)
        scenario.handle(.referenceMissing("churn", "in", version, reason: "in/a.csv is gone"))
        scenario.handle(.referenceMissing("churn", "in", version, reason: "in/a.csv is gone"))
        #expect(scenario.notices.filter { $0.kind == .referenceMissing }.count == 1)
        let explanation = try? scenario.orchestrator.explainInaction(of: "churn", trigger: nil, at: scenario.now).get()
        #expect(explanation?.last?.verdict == .unknown)
        #expect(explanation?.last?.text == "in/a.csv is gone")
    }
}
