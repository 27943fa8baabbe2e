import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Testing

@Suite struct `Performance triggers` {
    private static let version = ModelVersionID(pipeline: "churn", number: 1)
    private static let condition = PerformanceCondition(
        metric: "f1", better: .higher, bound: .below(0.8), noDataFor: .seconds(86_400))

    private static func window(
        _ hour: Int, _ status: PerformanceWindow.Status = .judged, high: Double = 0.83, of version: Int64 = 1
    ) -> PerformanceWindow {
        let start = Instant(microseconds: 1_760_000_400_000_000 + Int64(hour) * 3_600_000_000)
        let isJudged = status == .judged
        return PerformanceWindow(
            start: start, end: start + .seconds(3600), version: .init(pipeline: "churn", number: version),
            predictions: 1000, labelled: 710, status: status, value: isJudged ? high - 0.02 : nil,
            low: isJudged ? high - 0.04 : nil, high: isJudged ? high : nil, isBreach: isJudged && high < 0.8)
    }

    private static func status(_ windows: [PerformanceWindow]) -> PerformanceStatus {
        PerformanceJudge(condition, version: version, promoted: [])
            .status(of: windows, lastPrediction: windows.last?.end, at: windows.last?.end ?? Instant(microseconds: 0))
    }

    private static func states(_ highs: [Double?]) -> [PerformanceStatus.State] {
        highs.indices.map { end in
            status(highs[...end].enumerated().map { window($0, $1 == nil ? .immature : .judged, high: $1 ?? 0) }).state
        }
    }

    /// A scenario whose pipeline has a champion.
    private static func deployed(_ triggers: TriggerDefinition...) -> Scenario {
        var scenario = Scenario(.example(triggers: triggers))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns()
        return scenario
    }

    private static func judged(_ windows: [PerformanceWindow]) -> Event {
        .performanceJudged("churn", operand: "floor", status(windows))
    }

    private static let floor = TriggerDefinition.one("floor", .performance(condition))

    @Test func `come true with k of the last n judged windows, and false after two that are good`() {
        #expect(Self.states([0.83, 0.79, 0.83, 0.79]) == [.met, .met, .met, .breached])
        #expect(Self.states([0.79, 0.79, 0.83, 0.83]) == [.met, .breached, .breached, .met])
    }

    @Test func `are unknown without a judged window, and others neither count nor reset`() {
        #expect(Self.states([nil, nil]) == [.unknown, .unknown])
        #expect(Self.states([0.79, nil, nil, nil, 0.79]) == [.met, .met, .met, .met, .breached])
        #expect(Self.status([]).state == .unknown)
        #expect(Self.status([Self.window(0, .insufficient)]).reason?.contains("has 710, needed are 500") == true)
    }

    @Test func `need the better end of the interval on the wrong side`() {
        let higher = PerformanceJudge(Self.condition, version: Self.version, promoted: [])
        #expect(!higher.isBreach(value: 0.7, low: 0.6, high: 0.81))
        #expect(higher.isBreach(value: 0.7, low: 0.6, high: 0.79))
        #expect(higher.isBreach(value: 0.7, low: nil, high: nil))
        let error = PerformanceCondition(metric: "mae", better: .lower, bound: .above(2))
        let lower = PerformanceJudge(error, version: Self.version, promoted: [])
        #expect(!lower.isBreach(value: 3, low: 1.9, high: 4))
        #expect(lower.isBreach(value: 3, low: 2.1, high: 4))
    }

    @Test func `with a tolerance compare with the metric at promotion, and are unknown without one`() {
        let condition = PerformanceCondition(metric: "f1", better: .higher, bound: .tolerance(0.02))
        let judge = PerformanceJudge(condition, version: Self.version, promoted: [.init(name: "f1", value: 0.85)])
        #expect(judge.threshold.map { abs($0 - 0.83) < 1e-12 } == true)
        let blind = PerformanceJudge(condition, version: Self.version, promoted: [.init(name: "auc", value: 1)])
        let status = blind.status(
            of: [Self.window(0)], lastPrediction: nil, at: Instant(microseconds: 0))
        #expect(status.state == .unknown)
        #expect(status.reason == "churn/1 was promoted without a value of f1")
    }

    @Test func `start a run that says why, and each window is accounted for`() {
        var scenario = Self.deployed(Self.floor)
        scenario.handle(Self.judged([Self.window(0)]))
        #expect(scenario.activeRuns.isEmpty)
        scenario.handle(Self.judged([Self.window(0), Self.window(1, high: 0.79), Self.window(2, high: 0.78)]))
        #expect(
            scenario.activeRuns.map(\.reason) == [
                "floor: f1 of churn/1 is 0.76 (0.74 to 0.78), surely below 0.8 in 2 of the last 3 windows"
            ])
        let uses = scenario.mutations.compactMap { mutation -> Disposition? in
            guard case .addUse(let use) = mutation, use.operand == "floor" else { return nil }
            return use.disposition
        }
        #expect(uses == [.suppressed("met"), .latched])
        #expect(scenario.notices.filter { $0.kind == .performanceBreached }.count == 1)
    }

    @Test func `do not start another run for windows that were used`() {
        var scenario = Self.deployed(Self.floor)
        let breach = Self.judged([Self.window(1, high: 0.79), Self.window(2, high: 0.78)])
        scenario.handle(breach)
        #expect(scenario.activeRuns.count == 1)
        scenario.handle(breach)
        scenario.handle(.ticked)
        #expect(scenario.orchestrator.state(of: "churn")?.requests.isEmpty == true)
    }

    @Test func `withdraw what waits when late labels retract the breach`() {
        var paused = Self.deployed(Self.floor)
        _ = paused.demand(.pause("churn", until: nil, reason: nil))
        paused.handle(Self.judged([Self.window(1, high: 0.79), Self.window(2, high: 0.79)]))
        let waits = paused.orchestrator.latch("floor", of: "churn") != nil
        paused.handle(Self.judged([Self.window(1, high: 0.79), Self.window(2, high: 0.82)]))
        #expect(paused.orchestrator.latch("floor", of: "churn") == nil)
        #expect(waits || paused.orchestrator.state(of: "churn")?.requests.isEmpty == true)
    }

    @Test func `forget what was known of a model that is not in production any more`() {
        var scenario = Self.deployed(Self.floor)
        scenario.handle(Self.judged([Self.window(0)]))
        #expect(scenario.performance("floor", of: "churn") != nil)
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns()
        #expect(scenario.performance("floor", of: "churn") == nil)
        // What is said of the former champion comes too late.
        scenario.handle(Self.judged([Self.window(1, high: 0.7), Self.window(2, high: 0.7)]))
        #expect(scenario.activeRuns.isEmpty)
    }

    @Test func `ask again more and more rarely while candidates are refused`() {
        let gate = GateDefinition(metric: "f1", bound: .atLeast(0.99), better: .higher)
        var scenario = Scenario(.example(triggers: [Self.floor]))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns()
        scenario.handle(.configured(Configured(pipelines: [.example(id: "2", triggers: [Self.floor], gates: [gate])])))
        var started: [Int] = []
        for hour in 0..<40 {
            let before = scenario.outcomes.count
            scenario.handle(Self.judged((0...hour).map { Self.window($0, high: 0.7) }))
            scenario.completeRuns()
            if scenario.outcomes.count > before { started.append(hour) }
        }
        // After windows 1, 3, 7, 15 and 31 instead of after each from the second on.
        #expect(started == [1, 3, 7, 15, 31])
        #expect(scenario.outcomes.dropFirst().allSatisfy { if case .refused = $0 { true } else { false } })
        let explanation = try? scenario.orchestrator.explainInaction(of: "churn", trigger: "floor", at: scenario.now)
            .get().last
        #expect(explanation?.text.contains("5 candidates for this cause refused; asks again with windows from") == true)
    }

    @Test func `say how far they are from firing`() throws {
        var scenario = Self.deployed(Self.floor)
        scenario.handle(Self.judged([Self.window(0), Self.window(1, .immature)]))
        let explanation = try scenario.orchestrator.explainInaction(of: "churn", trigger: "floor", at: scenario.now)
            .get().last
        #expect(explanation?.verdict == .false)
        #expect(
            explanation?.text.hasSuffix(
                "would fire if f1's upper bound fell below 0.8 in 2 of 3 windows; it is 0.83; 71 % of the labels of the "
                    + "last window are in") == true)
        #expect(explanation?.missing == "f1's upper bound below 0.8 in 2 of 3 windows")
    }

    @Test func `that are suspect by an estimate alone start nothing, and say so`() throws {
        var scenario = Self.deployed(Self.floor)
        var status = Self.status([Self.window(0), Self.window(1, .immature)])
        let judge = PerformanceJudge(Self.condition, version: Self.version, promoted: [])
        let estimates = (2..<5).map { hour in
            var window = Self.window(hour, high: 0.75)
            window.status = .immature
            return window
        }
        status.estimate = judge.estimate(of: estimates, nil)
        #expect(status.estimate?.isSuspect == true && status.state == .met && !status.asks)
        scenario.handle(.performanceJudged("churn", operand: "floor", status))
        #expect(scenario.activeRuns.isEmpty)
        let explanation = try scenario.orchestrator.explainInaction(of: "churn", trigger: "floor", at: scenario.now)
            .get().last
        #expect(explanation?.verdict == .false)
        let child = explanation?.children.first
        #expect(child?.subject == "floor is suspect" && child?.verdict == .true)
        #expect(child?.text.hasSuffix("surely below 0.8 in 3 windows: suspect, which starts no run") == true)
        #expect(Self.suspicions(scenario).map(\.kind) == [.modelSuspected])
        #expect(
            scenario.notices.last?.text.hasPrefix(
                "model churn/1 is suspect, which starts no run: without labels, f1 is estimated at") == true)
        // A good window between, or one alone, is no suspicion.
        #expect(judge.estimate(of: [estimates[0], Self.window(3, high: 0.9), estimates[2]], nil)?.isSuspect == false)
    }

    @Test func `tell of what becomes suspect, and is so no longer, once each`() throws {
        var scenario = Self.deployed(Self.floor)
        let judge = PerformanceJudge(Self.condition, version: Self.version, promoted: [])
        func judged(_ upperBounds: [Double]) {
            var status = Self.status([Self.window(0)])
            status.estimate = judge.estimate(
                of: upperBounds.enumerated().map { Self.window($0.offset + 1, high: $0.element) }, nil)
            scenario.handle(.performanceJudged("churn", operand: "floor", status))
        }
        judged([0.75])
        #expect(Self.suspicions(scenario).isEmpty)
        judged([0.75, 0.75])
        judged([0.75, 0.75, 0.75])
        #expect(Self.suspicions(scenario).map(\.kind) == [.modelSuspected])
        judged([0.75, 0.75, 0.9])
        #expect(Self.suspicions(scenario).map(\.kind) == [.modelSuspected, .modelCleared])
        judged([0.75, 0.75])
        judged([])
        #expect(Self.suspicions(scenario).last?.text.hasSuffix("no longer: no window is estimated any more") == true)
        judged([0.75, 0.75])
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns()
        #expect(Self.suspicions(scenario).count == 6)
        #expect(Self.suspicions(scenario).last?.text == "model churn/1 is suspect no longer: churn/2 was promoted")
        #expect(Self.suspicions(scenario).allSatisfy { $0.version == Self.version && $0.trigger == "floor" })
    }

    private static func suspicions(_ scenario: Scenario) -> [Notice] {
        scenario.notices.filter { $0.kind == .modelSuspected || $0.kind == .modelCleared }
    }

    @Test func `tell once of a silence, which starts nothing`() {
        var scenario = Self.deployed(Self.floor)
        let window = Self.window(0)
        let judge = PerformanceJudge(Self.condition, version: Self.version, promoted: [])
        for hours in [1, 23, 25, 26] {
            let status = judge.status(
                of: [window], lastPrediction: window.end, at: window.end + .seconds(Int64(hours) * 3600))
            scenario.handle(.performanceJudged("churn", operand: "floor", status))
        }
        #expect(scenario.notices.filter { $0.kind == .predictionsMissing }.count == 1)
        #expect(scenario.activeRuns.isEmpty)
    }

    private static func onProbation() -> Scenario {
        let deployment = DeploymentDefinition(target: "/srv/model", probation: .seconds(86_400))
        var scenario = Scenario(.example(triggers: [floor], deployment: deployment))
        for number in 1...2 {
            _ = scenario.demand(.run(.init(pipeline: "churn")))
            scenario.completeRuns(candidate: .with(f1: Double(number)))
        }
        return scenario
    }

    private static func breached(of version: Int64) -> Event {
        let windows = (0..<3).map { window($0, high: 0.7, of: version) }
        let status = PerformanceStatus(
            version: .init(pipeline: "churn", number: version), state: .breached, threshold: 0.8, windows: 3,
            breaches: 3, judged: windows.last, newest: windows.last)
        return .performanceJudged("churn", operand: "floor", status)
    }

    @Test func `I12 take a version back that is on probation, once, and only on proof`() {
        var scenario = Self.onProbation()
        #expect(scenario.state(of: "churn")?.probation != nil, "predictions can prove harm without a probe")
        scenario.handle(Self.breached(of: 1))
        #expect(scenario.state(of: "churn")?.champion?.version.number == 2, "it was another version's harm")
        scenario.handle(Self.breached(of: 2))
        scenario.completeRuns()
        #expect(
            scenario.mutations.contains { mutation in
                guard case .setVersionStatus(let id, .bad, let reason) = mutation else { return false }
                return id.number == 2 && reason.contains("f1")
            })
        #expect(scenario.notices.contains { $0.kind == .probationFailed && $0.text.contains("f1") })
        scenario.handle(Self.breached(of: 2))
        scenario.completeRuns()
        let rollbacks = scenario.mutations.compactMap { mutation -> Deployment? in
            if case .putDeployment(let row) = mutation, row.action == .rollback { row.value } else { nil }
        }
        #expect(Set(rollbacks.map(\.id)).count == 1 && rollbacks.last?.state == .live, "once")
        #expect(rollbacks.last?.version.number == 1 && rollbacks.last?.by == .daemon)
    }

    @Test func `without predictions leave a probation unproven, which takes nothing back`() {
        var scenario = Self.onProbation()
        scenario.wait(.seconds(90_000))
        #expect(scenario.state(of: "churn")?.probation == nil)
        #expect(scenario.state(of: "churn")?.champion?.version.number == 2)
        #expect(scenario.notices.last { $0.kind == .probationPassed }?.text.contains("unproven") == true)
    }
}
