import MLOpsCore
import MLOpsTestKit
import Testing

@Suite struct `A pipeline that is forgotten` {
    private static func gone(_ scenario: inout Scenario) { scenario.handle(.configured(Configured(pipelines: []))) }

    private static func code(_ reply: Reply?) -> Reply.Refusal.Code? {
        guard case .refused(let refusal) = reply else { return nil }
        return refusal.code
    }

    @Test func `has to be without a file, and without an active run`() {
        var scenario = Scenario(.example())
        #expect(Self.code(scenario.demand(.forget("churn"))) == .conflict)
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        Self.gone(&scenario)
        #expect(Self.code(scenario.demand(.forget("churn"))) == .conflict)
        scenario.completeRuns()
        #expect(Self.code(scenario.demand(.forget("churn"))) == nil)
        #expect(Self.code(scenario.demand(.forget("churn"))) == .notFound)
        #expect(Self.code(scenario.demand(.pause("churn", until: nil, reason: nil))) == .notFound)
    }

    @Test func `withdraws what waited, stays forgotten, and comes back with its models alone`() {
        let definition = PipelineDefinition.example(triggers: [.data()])
        var scenario = Scenario(definition)
        scenario.deliver(to: "in", of: "churn")
        scenario.completeRuns()
        _ = scenario.demand(.pause("churn", until: nil, reason: nil))
        scenario.deliver(to: "in", of: "churn")
        Self.gone(&scenario)
        _ = scenario.demand(.forget("churn"))
        #expect(
            scenario.mutations.contains {
                if case .settleLatched("churn", _, _, _, .withdrawn) = $0 { true } else { false }
            })
        Self.gone(&scenario)
        #expect(scenario.state(of: "churn")?.isForgotten == true)
        scenario.handle(.configured(Configured(pipelines: [definition])))
        let state = scenario.state(of: "churn")
        #expect(state?.isForgotten == false && state?.pause == nil)
        #expect(state?.champion?.version.description == "churn/1" && scenario.activeRuns.isEmpty)
        scenario.deliver(to: "in", of: "churn")
        #expect(scenario.activeRuns.count == 1)
    }
}
