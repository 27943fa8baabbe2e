import MLOpsCore
import MLOpsTestKit
import Testing

@Suite struct `A canary` {
    private static let hour = Duration.seconds(3600)

    private static func definition(canary: Int? = 10, probe: Bool = true) -> PipelineDefinition {
        let deployment = DeploymentDefinition(
            target: "/srv/model", probe: probe ? Probe(question: .command(["ask"])) : nil, probation: hour,
            canary: canary)
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

    @Test func `that nobody asked anything is held for as long again, and then gets all requests, unproven`() {
        var scenario = Scenario(Self.definition(probe: false))
        train(1...2, &scenario)
        scenario.wait(Self.hour)
        #expect(split(scenario) == "1 and 2 with 10 %" && scenario.state(of: "churn")?.probation != nil)
        scenario.wait(Self.hour)
        #expect(split(scenario) == "2" && scenario.state(of: "churn")?.probation == nil)
        #expect(scenario.notices.last { $0.kind == .probationPassed }?.text.contains("unproven") == true)
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
