import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Testing

@Suite struct `A probation` {
    private static let definition = PipelineDefinition.example(
        deployment: DeploymentDefinition(
            target: "/srv/model", probe: Probe(question: .command(["ask"])), probation: .seconds(3600)))

    /// Models 1 to `models` went live; the last is on probation.
    private func scenario(models: Int) -> Scenario {
        var scenario = Scenario(Self.definition)
        for number in 1...models {
            _ = scenario.demand(.run(.init(pipeline: "churn")))
            scenario.completeRuns(candidate: .with(f1: Double(number)))
        }
        return scenario
    }

    private func ask(_ scenario: inout Scenario, _ problems: [String?]) {
        for problem in problems {
            scenario.wait(Probe.Watch.usual.interval)
            scenario.problem = problem
            scenario.completeRuns()
        }
    }

    @Test func `I12 takes a version back once when three of five answers are bad`() {
        var scenario = scenario(models: 2)
        ask(&scenario, ["no", nil, "no"])
        #expect(scenario.state(of: "churn")?.champion?.version.number == 2)
        ask(&scenario, ["status 500"])
        let state = scenario.state(of: "churn")
        #expect(state?.champion?.version.number == 1)
        #expect(state?.probation == nil)
        #expect(state?.badDigests == ["model-2.0"])
        #expect(
            scenario.mutations.contains(
                .setVersionStatus(
                    ModelVersionID(pipeline: "churn", number: 2), .bad,
                    because: "3 of the last 4 probes failed: status 500")))
        let row = scenario.mutations.compactMap { mutation -> Deployment? in
            if case .putDeployment(let row) = mutation { row.value } else { nil }
        }.last
        #expect(row?.action == .rollback && row?.by == .daemon)
        #expect(row?.reason == "3 of the last 4 probes failed: status 500")
        #expect(scenario.notices.contains { $0.kind == .probationFailed })
        ask(&scenario, ["no", "no", "no", "no"])
        #expect(scenario.state(of: "churn")?.champion?.version.number == 1)
    }

    @Test func `is passed when it is over, and good answers end nothing early`() {
        var scenario = scenario(models: 2)
        ask(&scenario, [nil, "no", nil, nil, "no", nil, nil])
        #expect(scenario.state(of: "churn")?.probation?.answered == 7)
        scenario.wait(.seconds(3600))
        scenario.completeRuns()
        #expect(scenario.state(of: "churn")?.probation == nil)
        #expect(scenario.notices.contains { $0.kind == .probationPassed })
        #expect(scenario.state(of: "churn")?.champion?.version.number == 2)
    }

    private func trained(_ numbers: ClosedRange<Int>, _ scenario: inout Scenario) {
        for number in numbers {
            _ = scenario.demand(.run(.init(pipeline: "churn")))
            scenario.completeRuns(candidate: .with(f1: Double(number)))
        }
    }

    /// The champion answers well until its probation is over.
    private func pass(_ scenario: inout Scenario) {
        scenario.problem = nil
        while scenario.state(of: "churn")?.probation != nil {
            scenario.wait(Probe.Watch.usual.interval)
            scenario.completeRuns()
        }
    }

    @Test func `I12 brings back the last version that completed its probation, not the last that was live`() {
        var scenario = Scenario(Self.definition)
        trained(1...1, &scenario)
        pass(&scenario)
        trained(2...3, &scenario)
        #expect(scenario.state(of: "churn")?.formerChampions.map(\.version.number) == [1, 2])
        ask(&scenario, ["no", "no", "no"])
        let state = scenario.state(of: "churn")
        #expect(state?.champion?.version.number == 1 && state?.champion?.isUnproven == nil)
        #expect(state?.formerChampions == [], "what was live since then is nothing to go back to")
    }

    @Test func `I12 where none completed its probation, brings back the last that was live, and says so`() {
        var scenario = scenario(models: 3)
        ask(&scenario, ["no", "no", "no"])
        #expect(scenario.state(of: "churn")?.champion?.version.number == 2)
        #expect(scenario.state(of: "churn")?.champion?.isUnproven == true)
        #expect(scenario.notices.last { $0.kind == .probationFailed }?.text.hasSuffix("itself unproven") == true)
    }

    @Test func `I12 what did harm does not come back because what is brought back does not answer either`() throws {
        var scenario = scenario(models: 2)
        ask(&scenario, ["no", "no"])
        scenario.wait(Probe.Watch.usual.interval)
        guard case .probeLive(let tried, let number) = scenario.takeCommand() else {
            Issue.record("not asked")
            return
        }
        scenario.handle(.liveProbed("churn", tried.id, number: number, problem: "no"))
        while let command = scenario.takeCommand() {
            guard case .proveTarget(let rollback) = command else {
                scenario.answer(command)
                continue
            }
            #expect(rollback.action == .rollback)
            scenario.handle(.targetUnproven(rollback.id, reason: "status 503"))
        }
        #expect(scenario.state(of: "churn")?.champion?.version.number == 1)
        #expect(scenario.notices.contains { $0.text.hasSuffix("does not answer either: status 503") })
    }

    @Test func `I4 a version that was taken back is never what a rollback goes to`() {
        var scenario = Scenario(Self.definition)
        trained(1...1, &scenario)
        pass(&scenario)
        trained(2...2, &scenario)
        ask(&scenario, ["no", "no", "no"])
        let bad = ModelVersion(
            id: ModelVersionID(pipeline: "churn", number: 2), run: RunID(2), digest: "model-2.0", files: 1, bytes: 10,
            metrics: [], status: .bad, registeredAt: scenario.now)
        _ = scenario.demand(.promote(bad, force: true, reason: "the probe was wrong"))
        scenario.completeRuns()
        trained(3...3, &scenario)
        #expect(scenario.state(of: "churn")?.formerChampions.map(\.version.number) == [1, 2])
        guard case .refused(let refusal) = scenario.demand(.rollback("churn", to: bad.id, reason: nil)) else {
            Issue.record("goes back to what did harm")
            return
        }
        #expect(refusal.text == "model churn/2 was taken back" && refusal.hint == "mlopsctl promote churn/2 --force")
        _ = scenario.demand(.rollback("churn", to: nil, reason: nil))
        scenario.completeRuns()
        #expect(scenario.state(of: "churn")?.champion?.version.number == 1)
        guard case .refused(let last) = scenario.demand(.rollback("churn", to: nil, reason: nil)) else {
            Issue.record("there is something before the first")
            return
        }
        #expect(last.text == "there is no former champion to go back to")
    }

    @Test func `I8 what a rollback goes to is not pruned from the state`() {
        var scenario = Scenario(Self.definition)
        trained(1...1, &scenario)
        pass(&scenario)
        trained(2...4, &scenario)
        let versions = (1...3).map { ModelVersionID(pipeline: "churn", number: $0) }
        scenario.handle(.modelsPruned("churn", versions))
        #expect(scenario.state(of: "churn")?.formerChampions.map(\.version.number) == [1, 3])
        #expect(scenario.state(of: "churn")?.rollbackTarget?.version.number == 1)
    }

    @Test func `asks as often as the definition says, and takes so many bad answers as it says`() {
        let watch = Probe.Watch(interval: .seconds(5), failures: 2, answers: 3)
        var scenario = Scenario(
            .example(
                deployment: DeploymentDefinition(
                    target: "/srv/model", probe: Probe(question: .command(["ask"]), watch: watch),
                    probation: .seconds(3600))))
        trained(1...2, &scenario)
        for problem in ["no", nil, nil, "no"] {
            scenario.problem = problem
            scenario.wait(.seconds(5))
            scenario.completeRuns()
        }
        #expect(scenario.state(of: "churn")?.probation?.answers == [true, true, false])
        ask(&scenario, ["no"])
        #expect(scenario.state(of: "churn")?.champion?.version.number == 1)
    }

    @Test func `that nothing is asked in wakes nobody before it is over`() {
        let condition = PerformanceCondition(metric: "f1", better: .higher, bound: .below(0.8))
        var scenario = Scenario(
            .example(
                triggers: [.one("floor", .performance(condition))],
                deployment: DeploymentDefinition(target: "/srv/model", probation: .seconds(3600))))
        trained(1...2, &scenario)
        #expect(scenario.orchestrator.nextDue == scenario.now.wall + Duration.seconds(3600))
        scenario.wait(.seconds(60))
        #expect(scenario.orchestrator.nextDue == scenario.now.wall + Duration.seconds(3540))
    }

    @Test func `never lets automation promote the same model again`() {
        var scenario = scenario(models: 2)
        ask(&scenario, ["no", "no", "no"])
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns(candidate: .with(f1: 2))
        #expect(scenario.outcomes.last?.word == "refused")
        #expect(scenario.state(of: "churn")?.champion?.version.number == 1)
    }

    @Test func `of a first model has nothing to bring back, and says so`() {
        var scenario = scenario(models: 1)
        ask(&scenario, ["no", "no", "no"])
        #expect(scenario.state(of: "churn")?.champion?.version.number == 1)
        #expect(scenario.state(of: "churn")?.probation == nil)
        #expect(scenario.notices.last { $0.kind == .probationFailed }?.text.contains("no former champion") == true)
    }

    /// Two windows of the version that are proven to be too bad.
    private func harm(of version: Int64) -> Event {
        let condition = PerformanceCondition(metric: "f1", better: .higher, bound: .below(0.8))
        let id = ModelVersionID(pipeline: "churn", number: version)
        let windows = (0..<2).map { hour in
            let start = Instant(seconds: 1_795_392_000 + 3600 * Int64(hour))
            return PerformanceWindow(
                start: start, end: start + .seconds(3600), version: id, predictions: 1000, labelled: 700,
                status: .judged, value: 0.5, low: 0.4, high: 0.6, isBreach: true)
        }
        let end = Instant(seconds: 1_795_399_200)
        let judge = PerformanceJudge(condition, version: id, promoted: [])
        return .performanceJudged(
            "churn", operand: "floor", judge.status(of: windows, lastPrediction: end, at: end))
    }

    @Test func `I12 takes back what is proven to do harm while another deployment is under way, which fails`() throws {
        var definition = Self.definition
        definition.triggers = [
            .one("floor", .performance(PerformanceCondition(metric: "f1", better: .higher, bound: .below(0.8))))
        ]
        var scenario = Scenario(definition)
        trained(1...2, &scenario)
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        while let command = scenario.takeCommand() {
            guard case .proveTarget(let third) = command, third.version.number == 3 else {
                scenario.answer(command, candidate: .with(f1: 3))
                continue
            }
            scenario.handle(harm(of: 2))
            #expect(scenario.state(of: "churn")?.probation?.deployment.version.number == 2)
            scenario.handle(.targetUnproven(third.id, reason: "status 500"))
            break
        }
        // The breach asks for a training too, whose model goes live later.
        while scenario.state(of: "churn")?.champion?.version.number != 1, let command = scenario.takeCommand() {
            scenario.answer(command)
        }
        let state = scenario.state(of: "churn")
        #expect(state?.champion?.version.number == 1)
        #expect(state?.badDigests == ["model-2.0"])
        #expect(scenario.notices.filter { $0.kind == .probationFailed }.count == 1)
    }

    @Test func `I12 takes nothing back for what was proven of the version before`() throws {
        var definition = Self.definition
        definition.triggers = [
            .one("floor", .performance(PerformanceCondition(metric: "f1", better: .higher, bound: .below(0.8))))
        ]
        var scenario = Scenario(definition)
        trained(1...2, &scenario)
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        while let command = scenario.takeCommand() {
            if case .proveTarget(let third) = command, third.version.number == 3 { scenario.handle(harm(of: 2)) }
            scenario.answer(command, candidate: .with(f1: 3))
        }
        #expect(scenario.state(of: "churn")?.champion?.version.number == 3)
        #expect(!scenario.notices.contains { $0.kind == .probationFailed })
    }

    @Test func `takes every answer once, and none to an older question`() {
        var scenario = scenario(models: 2)
        scenario.wait(Probe.Watch.usual.interval)
        guard case .probeLive(let deployment, 1) = scenario.takeCommand() else {
            Issue.record("not asked")
            return
        }
        let answer = Event.liveProbed("churn", deployment.id, number: 1, problem: "no")
        #expect(!scenario.handle(answer).mutations.isEmpty)
        #expect(scenario.handle(answer).mutations == [])
        #expect(scenario.handle(.liveProbed("churn", deployment.id, number: 9, problem: "no")).mutations == [])
    }
}
