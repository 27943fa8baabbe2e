import MLOpsCore
import MLOpsTestKit
import Testing

@Suite struct `A canary` {
    private static let hour = Duration.seconds(3600)

    private static func definition(
        canary: Int? = 10, probe: Bool = true, trial: Trial? = nil
    ) -> PipelineDefinition {
        let deployment = DeploymentDefinition(
            target: "/srv/model", probe: probe ? Probe(question: .command(["ask"])) : nil, probation: hour,
            canary: canary, trial: trial)
        guard !probe else { return .example(deployment: deployment) }
        let condition = PerformanceCondition(metric: "f1", better: .higher, bound: .below(0.8))
        let floor = TriggerDefinition.one("floor", .performance(condition))
        return .example(triggers: [floor], deployment: deployment)
    }

    private func train(_ numbers: ClosedRange<Int>, _ scenario: inout Scenario) {
        for number in numbers {
            _ = scenario.demand(.run(.init(pipeline: "churn")))
            scenario.completeRuns(candidate: .with(f1: Double(number)))
        }
    }

    private func ask(_ scenario: inout Scenario, _ problems: [String?]) {
        for problem in problems {
            scenario.wait(Probe.Watch.usual.interval)
            scenario.problem = problem
            scenario.completeRuns()
        }
    }

    private func split(_ scenario: Scenario) -> String? {
        scenario.state(of: "churn")?.traffic.map { split in
            "\(split.stable.number)" + (split.canary.map { " and \($0.version.number) with \($0.percent) %" } ?? "")
        }
    }

    @Test func `gets its share on probation, and all requests when that is over`() {
        var scenario = Scenario(Self.definition())
        train(1...1, &scenario)
        #expect(split(scenario) == "1", "there is nothing to compare the first one with")
        train(2...2, &scenario)
        #expect(split(scenario) == "1 and 2 with 10 %")
        #expect(scenario.notices.last { $0.kind == .modelDeployed }?.text.hasSuffix("for 10 % of the requests") == true)
        ask(&scenario, [nil])
        scenario.wait(Self.hour)
        scenario.completeRuns()
        #expect(split(scenario) == "2")
        #expect(scenario.notices.last { $0.kind == .probationPassed }?.text.contains("all requests") == true)
    }

    @Test func `that does harm gets nothing before it is taken back`() {
        var scenario = Scenario(Self.definition())
        train(1...2, &scenario)
        ask(&scenario, ["no", "no"])
        #expect(split(scenario) == "1 and 2 with 10 %")
        scenario.wait(Probe.Watch.usual.interval)
        guard case .probeLive(let deployment, let number) = scenario.takeCommand() else {
            Issue.record("not asked")
            return
        }
        let decision = scenario.handle(.liveProbed("churn", deployment.id, number: number, problem: "no"))
        let first = decision.commands.first
        #expect(first == .splitTraffic(TrafficSplit(target: "/srv/model", stable: .init(pipeline: "churn", number: 1))))
        scenario.completeRuns()
        #expect(split(scenario) == "1" && scenario.state(of: "churn")?.champion?.version.number == 1)
    }

    @Test func `that is replaced while it is tried leaves all others to what was proven`() {
        var scenario = Scenario(Self.definition())
        train(1...3, &scenario)
        #expect(split(scenario) == "1 and 3 with 10 %")
        #expect(scenario.state(of: "churn")?.formerChampions.map(\.version.number) == [1])
        ask(&scenario, ["no", "no", "no"])
        #expect(split(scenario) == "1" && scenario.state(of: "churn")?.champion?.version.number == 1)
    }

    @Test func `that nobody asked anything is held for as long again, and then the one before is back`() {
        var scenario = Scenario(Self.definition(probe: false))
        train(1...2, &scenario)
        scenario.wait(Self.hour)
        #expect(split(scenario) == "1 and 2 with 10 %")
        #expect(scenario.state(of: "churn")?.probation?.held == .forMore)
        #expect(scenario.notices.last { $0.kind == .probationInconclusive }?.text.contains("not asked") == true)
        scenario.wait(Self.hour)
        scenario.completeRuns()
        let state = scenario.state(of: "churn")
        #expect(split(scenario) == "1" && state?.probation == nil && state?.champion?.version.number == 1)
        #expect(state?.badDigests == nil, "nothing was proven against it")
        let second = ModelVersionID(pipeline: "churn", number: 2)
        #expect(
            scenario.mutations.contains { mutation in
                guard case .setVersionStatus(second, .inconclusive, let reason) = mutation else { return false }
                return !reason.isEmpty
            })
    }

    private func tried(_ trial: Trial) -> (Scenario, DeploymentID) {
        var scenario = Scenario(Self.definition(trial: trial))
        train(1...1, &scenario)
        ask(&scenario, [nil])
        scenario.wait(Self.hour)
        scenario.completeRuns()
        train(2...2, &scenario)
        return (scenario, scenario.state(of: "churn")?.probation?.deployment.id ?? DeploymentID(0))
    }

    @Test func `that has not shown enough is held until it has, however well it answers its probe`() {
        var (scenario, id) = tried(Trial(minRequests: 100, minLabels: 20, maxTime: Self.hour * 5))
        ask(&scenario, [nil, nil])
        scenario.handle(.requestsCounted("churn", id, requests: 100, labels: 7))
        scenario.wait(Self.hour)
        #expect(scenario.state(of: "churn")?.probation?.held == .forMore)
        #expect(scenario.state(of: "churn")?.probation?.shortfall == "7 of 20 labels")
        #expect(scenario.notices.last?.text.contains("7 of 20 labels; it is tried on until") == true)
        scenario.wait(Self.hour)
        scenario.handle(.requestsCounted("churn", DeploymentID(99), requests: 100, labels: 20))
        #expect(split(scenario) == "1 and 2 with 10 %", "those were of another deployment")
        scenario.handle(.requestsCounted("churn", id, requests: 100, labels: 20))
        #expect(split(scenario) == "2" && scenario.state(of: "churn")?.probation == nil)
        #expect(scenario.notices.last?.text == "model churn/2 has passed its probation; it gets all requests")
        #expect(scenario.state(of: "churn")?.champion?.isUnproven == nil)
    }

    @Test func `that shows enough early waits for the end of its probation`() {
        var (scenario, id) = tried(Trial(minRequests: 100))
        scenario.handle(.requestsCounted("churn", id, requests: 100, labels: 0))
        #expect(split(scenario) == "1 and 2 with 10 %")
        scenario.wait(Self.hour)
        #expect(split(scenario) == "2")
    }

    @Test(arguments: Trial.Policy.allCases) func `without requests gets what the policy says, and no verdict`(
        policy: Trial.Policy
    ) {
        var (scenario, _) = tried(Trial(minRequests: 1, inconclusive: policy))
        ask(&scenario, [nil, nil, nil])
        scenario.wait(Self.hour * 2)
        scenario.completeRuns()
        scenario.wait(Self.hour * 100)
        scenario.completeRuns()
        let state = scenario.state(of: "churn")
        #expect(state?.badDigests == nil)
        switch policy {
        case .hold:
            #expect(split(scenario) == "1 and 2 with 10 %" && state?.probation?.held == .forPerson)
        case .promote:
            #expect(split(scenario) == "2" && state?.champion?.isUnproven == true)
            #expect(scenario.notices.last?.text.contains("unproven: 0 of 1 requests") == true)
        case .rollback:
            #expect(split(scenario) == "1" && state?.champion?.version.number == 1)
        }
    }

    @Test func `that is held for a person is still asked, and gets everything by their word`() {
        var (scenario, _) = tried(Trial(minRequests: 1, inconclusive: .hold))
        scenario.wait(Self.hour * 3)
        scenario.completeRuns()
        let asked = scenario.state(of: "churn")?.probation?.asked ?? 0
        ask(&scenario, [nil])
        #expect(scenario.state(of: "churn")?.probation?.asked == asked + 1)
        let version = ModelVersion(
            id: ModelVersionID(pipeline: "churn", number: 2), run: RunID(2), digest: "model-2.0", files: 1, bytes: 10,
            metrics: [], status: .accepted, registeredAt: scenario.now)
        #expect(
            scenario.demand(.promote(version, force: false, reason: nil)) == .done("model churn/2 gets all requests"))
        #expect(split(scenario) == "2" && scenario.state(of: "churn")?.probation == nil)
    }

    @Test func `leaves nothing behind when the definition has none any more, and is told again at a start`() {
        var scenario = Scenario(Self.definition())
        train(1...2, &scenario)
        let commands = scenario.handle(.configured(Configured(pipelines: [Self.definition(canary: nil)]))).commands
        #expect(
            commands.contains { command in
                if case .splitTraffic(let split) = command { split.canary?.percent == 10 } else { false }
            })
        train(3...3, &scenario)
        #expect(split(scenario) == "3")
        var other = Scenario(Self.definition(canary: nil))
        train(1...2, &other)
        #expect(other.state(of: "churn")?.traffic == nil)
    }
}
