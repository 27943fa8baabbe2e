import MLOpsCore
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
            scenario.wait(Probation.interval)
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
        #expect(scenario.mutations.contains(.setVersionStatus(ModelVersionID(pipeline: "churn", number: 2), .bad)))
        let row = scenario.mutations.compactMap { mutation -> Deployment? in
            if case .putDeployment(let row) = mutation { row } else { nil }
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

    @Test func `takes every answer once, and none to an older question`() {
        var scenario = scenario(models: 2)
        scenario.wait(Probation.interval)
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
