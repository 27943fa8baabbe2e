import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Testing

@Suite struct `Gates` {
    static let gates = [
        GateDefinition(metric: "f1", bound: .atLeast(0.5), better: .higher),
        GateDefinition(metric: "f1", bound: .notWorseThanChampion(margin: 0.01), better: .higher),
    ]

    private func run(_ scenario: inout Scenario, f1: Double) {
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns(candidate: .with(f1: f1))
    }

    @Test func `I1 refuse a worse candidate and keep the champion`() {
        var scenario = Scenario(.example(gates: Self.gates))
        run(&scenario, f1: 0.8)
        run(&scenario, f1: 0.78)
        #expect(scenario.outcomes.map(\.word) == ["succeeded", "refused"])
        #expect(scenario.state(of: "churn")?.champion?.version.number == 1)
        run(&scenario, f1: 0.795)
        #expect(scenario.state(of: "churn")?.champion?.version.number == 3)
    }

    @Test func `say what they compared in numbers that people read`() {
        var scenario = Scenario(.example(gates: Self.gates))
        run(&scenario, f1: 0.7315)
        run(&scenario, f1: 0.7)
        let explanations = scenario.run(2)?.gates.map(\.explanation)
        #expect(
            explanations == [
                "f1 0.7 reaches 0.5", "f1 0.7 misses 0.7215 (champion churn/1 has 0.7315; by the values alone)",
            ])
    }

    @Test func `I2 let the first model by on its absolute bounds alone`() {
        var scenario = Scenario(.example(gates: Self.gates))
        run(&scenario, f1: 0.4)
        #expect(scenario.state(of: "churn")?.champion == nil)
        run(&scenario, f1: 0.6)
        #expect(scenario.state(of: "churn")?.champion?.version.number == 2)
    }

    @Test func `F12 refuse a metric that is missing or not a number`() {
        var scenario = Scenario(.example(gates: Self.gates))
        run(&scenario, f1: .nan)
        #expect(scenario.outcomes.map(\.word) == ["refused"])
    }

    @Test func `refuse a run whose inputs changed under it`() {
        var scenario = Scenario(.example())
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        while let command = scenario.takeCommand() {
            if case .collectOutputs(let run, _) = command {
                scenario.handle(.outputsCollected(run.id, .plain, taints: ["in/a.csv changed"]))
            } else {
                scenario.answer(command)
            }
        }
        #expect(scenario.outcomes == [.refused("in/a.csv changed")])
    }
}

@Suite struct `Rollback` {
    private func scenario(models: Int) -> Scenario {
        var scenario = Scenario(.example(deployment: DeploymentDefinition(target: "/srv/model")))
        for _ in 0..<models {
            _ = scenario.demand(.run(.init(pipeline: "churn")))
            scenario.completeRuns()
        }
        return scenario
    }

    @Test func `goes back one version each time, never to and fro`() {
        var scenario = scenario(models: 3)
        for expected in [2, 1] as [Int64] {
            _ = scenario.demand(.rollback("churn", to: nil, reason: nil))
            scenario.completeRuns()
            #expect(scenario.state(of: "churn")?.champion?.version.number == expected)
        }
        guard case .refused = scenario.demand(.rollback("churn", to: nil, reason: nil)) else {
            Issue.record("a rollback to nothing was accepted")
            return
        }
    }

    @Test func `is refused while a deployment is under way`() {
        var scenario = scenario(models: 2)
        _ = scenario.demand(.rollback("churn", to: nil, reason: nil))
        guard case .refused(let refusal) = scenario.demand(.rollback("churn", to: nil, reason: nil)) else {
            Issue.record("two at once")
            return
        }
        #expect(refusal.code == .conflict)
    }

    @Test func `that fails leaves champion and alias where they were`() {
        var scenario = scenario(models: 2)
        guard case .deploying(let id) = scenario.demand(.rollback("churn", to: nil, reason: nil)) else {
            Issue.record("not started")
            return
        }
        scenario.handle(.targetSwitchFailed(id, reason: "no space"))
        #expect(scenario.state(of: "churn")?.champion?.version.number == 2)
    }
}
