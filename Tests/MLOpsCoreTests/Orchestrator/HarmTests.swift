import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Testing

@Suite struct `Proofs of harm` {
    private static let condition = PerformanceCondition(
        metric: "accuracy", better: .higher, bound: .usual, falseAlarmsPerYear: 1)
    private static let decay = TriggerDefinition.one("decay", .performance(condition))

    private static func event(
        _ phase: HarmStatus.Phase, window hour: Int, of version: Int64 = 1, objection: String? = nil,
        evidence: Double = 1
    ) -> Event {
        let version = ModelVersionID(pipeline: "churn", number: version)
        let start = Instant(microseconds: 1_760_000_400_000_000 + Int64(hour) * 3_600_000_000)
        let window = PerformanceWindow(
            start: start, end: start + .seconds(3600), version: version, predictions: 100, labelled: 90,
            status: .judged, value: 0.8)
        let worth: Double = phase == .harmed && objection == nil ? 340 : 120
        let harm = HarmStatus(
            phase: phase, rows: 900, missingRows: phase == .learning ? 100 : 0, windows: Int64(hour) + 1,
            through: window.end, evidence: evidence, falseAlarmsPerYear: 1, usual: 0.9, present: 0.8, since: start,
            worth: .init(cost: 300, worth: worth, lost: 50, surelyLost: 20, rate: 0.1, lasting: 0.337, age: 900),
            objection: objection)
        let judge = PerformanceJudge(condition, version: version, promoted: [])
        return .performanceJudged(
            "churn", operand: "decay",
            judge.status(of: harm, judged: window, newest: window, lastPrediction: nil, at: window.end))
    }

    /// A scenario whose pipeline has a champion.
    private static func deployed() -> Scenario {
        var scenario = Scenario(.example(triggers: [decay]))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns()
        return scenario
    }

    private static func explanation(_ scenario: Scenario) throws -> Explanation {
        try #require(
            try scenario.orchestrator.explainInaction(of: "churn", trigger: "decay", at: scenario.now).get().last)
    }

    @Test func `say how far they are`() throws {
        var scenario = Self.deployed()
        scenario.handle(Self.event(.learning, window: 0))
        let learning = try Self.explanation(scenario)
        #expect(learning.verdict == .unknown)
        #expect(learning.missing == "100 more labelled predictions, to know what accuracy usually is")
        scenario.handle(Self.event(.watching, window: 1, evidence: 0.347))
        let watching = try Self.explanation(scenario)
        #expect(watching.verdict == .false)
        #expect(
            watching.text == """
                accuracy of churn/1 is 0.8 where 0.9 was usual, evidence of harm is 34 % of a proof; would fire if it \
                reached 100 %; 90 % of the labels of the last window are in
                """)
        let weighed = try #require(watching.children.first)
        #expect(weighed.missing?.contains("worth 120 and costs 300") == true)
        #expect(
            weighed.text == """
                the model has lost 50 more than when it was new and now loses 0.1 more a row, which lasts with a \
                probability of 33 %; a training is worth 120 and costs 300
                """)
        #expect(weighed.values.contains(.init("lasting", "0.337")))
        #expect(scenario.activeRuns.isEmpty)
    }

    @Test func `start nothing while something stands against it, and a run as soon as nothing does`() throws {
        var scenario = Self.deployed()
        scenario.handle(Self.event(.harmed, window: 2, objection: "it costs more than it is worth"))
        #expect(scenario.activeRuns.isEmpty)
        let explanation = try Self.explanation(scenario)
        #expect(explanation.verdict == .false && explanation.missing == "it costs more than it is worth")
        #expect(scenario.notices.filter { $0.kind == .performanceBreached }.count == 1)
        // The same window: only the objection is gone.
        scenario.handle(Self.event(.harmed, window: 2))
        #expect(scenario.activeRuns.count == 1)
        let reason = try #require(scenario.activeRuns.first?.reason)
        #expect(reason.contains("is 0.8 where 0.9 was usual"))
        #expect(reason.contains("a training is worth 340 and costs 300"))
        let uses = scenario.mutations.compactMap { mutation -> Disposition? in
            guard case .addUse(let use) = mutation, use.operand == "decay" else { return nil }
            return use.disposition
        }
        #expect(uses == [.suppressed("it costs more than it is worth"), .latched])
        #expect(scenario.notices.filter { $0.kind == .performanceBreached }.count == 1)
    }

    @Test func `that come while a model is trained do not train another when it is promoted`() {
        var scenario = Self.deployed()
        scenario.handle(Self.event(.harmed, window: 2))
        #expect(scenario.activeRuns.count == 1)
        scenario.handle(Self.event(.harmed, window: 3))
        #expect(scenario.orchestrator.state(of: "churn")?.requests.count == 1)
        scenario.completeRuns()
        #expect(scenario.orchestrator.state(of: "churn")?.requests.isEmpty == true)
        #expect(scenario.activeRuns.isEmpty)
    }

    @Test func `that late labels retract withdraw what waits`() {
        var scenario = Self.deployed()
        scenario.handle(Self.event(.harmed, window: 2))
        scenario.handle(Self.event(.harmed, window: 3))
        #expect(scenario.orchestrator.state(of: "churn")?.requests.count == 1)
        scenario.handle(Self.event(.watching, window: 3, evidence: 0.5))
        #expect(scenario.orchestrator.state(of: "churn")?.requests.isEmpty == true)
        #expect(scenario.orchestrator.latch("decay", of: "churn") == nil)
    }
}
