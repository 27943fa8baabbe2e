import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Testing

@Suite struct `A candidate in the shadow` {
    private static let day = Duration.seconds(86_400)
    private static let gate = GateDefinition(
        metric: "f1", bound: .notWorseThanChampion(margin: 0.01), better: .higher)

    private static func definition(
        _ inconclusive: ShadowDefinition.Policy = .hold, approval: DeploymentDefinition.Approval = .automatic
    ) -> PipelineDefinition {
        let shadow = ShadowDefinition(
            predict: ["predict"], metrics: ["f1"], minRows: 100, maxTime: day * 7, inconclusive: inconclusive)
        return .example(
            gates: [gate], gatePolicy: GatePolicy(firstModel: .allow),
            deployment: DeploymentDefinition(target: "/srv/model", approval: approval, shadow: shadow))
    }

    private func train(_ scenario: inout Scenario, _ number: Int) {
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.measurements = [Self.rows(0, 0.005)]
        scenario.completeRuns(candidate: .with(f1: 0.8 + Double(number) / 1000))
    }

    /// What `predict` and the labels showed.
    private static func rows(_ difference: Double, _ doubt: Double) -> GateMeasurement {
        .metric(
            MetricMeasurement(
                champion: 0.8,
                rows: GateEvidence(
                    method: "paired bootstrap", rows: 100, lower: difference - doubt, upper: difference + doubt,
                    difference: difference)))
    }

    private func tried(_ definition: PipelineDefinition) -> Scenario {
        var scenario = Scenario(definition)
        train(&scenario, 1)
        train(&scenario, 2)
        return scenario
    }

    private func report(
        _ scenario: inout Scenario, _ rows: Int64, look: Int? = nil, _ measurement: GateMeasurement? = nil,
        version: Int64 = 2, champion: Int64 = 1, obstacle: String? = nil
    ) {
        func id(_ number: Int64) -> ModelVersionID { ModelVersionID(pipeline: "churn", number: number) }
        let look = look.map { ShadowReport.Look(number: $0, measurements: measurement.map { [$0] } ?? []) }
        scenario.handle(
            .shadowReported(
                "churn",
                ShadowReport(
                    version: id(version), champion: id(champion), scored: rows * 2, rows: rows, obstacle: obstacle,
                    look: look)))
        scenario.completeRuns()
    }

    private func live(_ scenario: Scenario) -> Int64? { scenario.state(of: "churn")?.champion?.version.number }

    private func status(of number: Int64, _ scenario: Scenario) -> ModelVersion.Status? {
        let id = ModelVersionID(pipeline: "churn", number: number)
        return scenario.mutations.reversed().lazy.compactMap { mutation -> ModelVersion.Status? in
            switch mutation {
            case .putVersion(let version) where version.id == id: version.status
            case .setVersionStatus(id, let status, _): status
            default: nil
            }
        }.first
    }

    @Test func `that passed its gates is called challenger and is compared, and the first model is not`() {
        let scenario = tried(Self.definition())
        #expect(live(scenario) == 1 && scenario.outcomes == [.succeeded, .succeeded])
        #expect(scenario.state(of: "churn")?.version(of: "challenger")?.number == 2)
        #expect(status(of: 2, scenario) == .awaiting)
        #expect(scenario.state(of: "churn")?.shadow?.champion.number == 1)
    }

    @Test func `goes live when it is proven not to be worse, and only then`() {
        var scenario = tried(Self.definition())
        report(&scenario, 99)
        report(&scenario, 100, look: 0, Self.rows(0, 0.05))
        #expect(live(scenario) == 1 && scenario.state(of: "churn")?.shadow?.results?.map(\.verdict) == [.inconclusive])
        report(&scenario, 200, look: 1, Self.rows(0, 0.005))
        #expect(live(scenario) == 2 && status(of: 2, scenario) == .accepted)
        #expect(scenario.state(of: "churn")?.shadow == nil)
        #expect(scenario.state(of: "churn")?.version(of: "challenger") == nil)
        #expect(scenario.commands.isEmpty && scenario.notices.contains { $0.kind == .shadowEnded })
    }

    @Test func `that is proven to be worse does not go live`() {
        var scenario = tried(Self.definition())
        report(&scenario, 100, look: 0, Self.rows(-0.1, 0.02))
        #expect(live(scenario) == 1 && status(of: 2, scenario) == .refused)
        #expect(scenario.state(of: "churn")?.shadow == nil)
        #expect(scenario.notices.last?.text.contains("is proven to be worse") == true)
    }

    @Test func `is looked at once each time, in order, and by reports about itself beside this champion`() {
        var scenario = tried(Self.definition())
        report(&scenario, 100, look: 0, Self.rows(0, 0.05))
        let before = scenario.mutations.count
        report(&scenario, 100, look: 0, Self.rows(0, 0.001))
        report(&scenario, 400, look: 2, Self.rows(0, 0.001), version: 7)
        report(&scenario, 400, look: 2, Self.rows(0, 0.001), champion: 7)
        #expect(live(scenario) == 1 && scenario.mutations.count == before)
    }

    @Test func `that can not be measured is not promoted`() {
        var scenario = tried(Self.definition())
        report(&scenario, 100, look: 0, .unavailable(reason: "a column is missing"))
        report(&scenario, 200, look: 1, .metric(MetricMeasurement(champion: 0.8)))
        #expect(live(scenario) == 1)
        report(&scenario, 200, obstacle: "predict: it exited with status 1")
        #expect(scenario.state(of: "churn")?.shadow?.obstacle == "predict: it exited with status 1")
    }

    @Test(arguments: ShadowDefinition.Policy.allCases) func `gets what the policy says when its time is over`(
        policy: ShadowDefinition.Policy
    ) {
        var scenario = tried(Self.definition(policy))
        report(&scenario, 20)
        scenario.wait(Self.day * 6)
        #expect(live(scenario) == 1 && scenario.state(of: "churn")?.shadow?.isHeld == nil)
        scenario.wait(Self.day)
        scenario.completeRuns()
        let state = scenario.state(of: "churn")
        switch policy {
        case .promote: #expect(live(scenario) == 2 && state?.shadow == nil)
        case .reject: #expect(live(scenario) == 1 && state?.shadow == nil && status(of: 2, scenario) == .inconclusive)
        case .hold:
            #expect(live(scenario) == 1 && state?.shadow?.isHeld == true && status(of: 2, scenario) == .awaiting)
            report(&scenario, 100, look: 0, Self.rows(0.1, 0.005))
            #expect(live(scenario) == 2, "it goes on all the same")
        }
    }

    @Test func `gives way to a newer one`() {
        var scenario = tried(Self.definition())
        report(&scenario, 50)
        train(&scenario, 3)
        #expect(status(of: 2, scenario) == .inconclusive && status(of: 3, scenario) == .awaiting)
        #expect(scenario.state(of: "churn")?.shadow?.version.number == 3)
        #expect(scenario.state(of: "churn")?.awaiting?.map(\.version.number) == [3])
        report(&scenario, 100, look: 0, Self.rows(0.1, 0.005))
        #expect(live(scenario) == 1, "that was of the one before")
    }

    @Test func `begins anew beside another champion`() {
        var scenario = tried(Self.definition())
        report(&scenario, 100, look: 0, Self.rows(0, 0.05))
        train(&scenario, 3)
        report(&scenario, 100, look: 0, Self.rows(0.1, 0.005), version: 3)
        #expect(live(scenario) == 3)
        train(&scenario, 4)
        report(&scenario, 100, look: 0, Self.rows(0, 0.05), version: 4, champion: 3)
        scenario.wait(.seconds(60))
        _ = scenario.demand(.rollback("churn", to: nil, reason: nil))
        scenario.completeRuns()
        let shadow = scenario.state(of: "churn")?.shadow
        #expect(shadow?.version.number == 4 && shadow?.champion.number == 1 && shadow?.rows == 0 && shadow?.look == nil)
        #expect(shadow?.since == scenario.now)
    }

    @Test func `ends by a person's word, either way`() {
        let version = { (number: Int64, scenario: Scenario) in
            ModelVersion(
                id: ModelVersionID(pipeline: "churn", number: number), run: RunID(number), digest: "d", files: 1,
                bytes: 1, metrics: [], status: .awaiting, registeredAt: scenario.now)
        }
        var rejected = tried(Self.definition())
        #expect(rejected.demand(.reject(version(2, rejected), reason: nil)) == .done("model churn/2 is rejected"))
        #expect(rejected.state(of: "churn")?.shadow == nil && live(rejected) == 1)
        #expect(rejected.commands.contains(.endShadow("churn")))
        var approved = tried(Self.definition())
        _ = approved.demand(.approve(version(2, approved), reason: nil))
        approved.completeRuns()
        #expect(approved.state(of: "churn")?.shadow == nil && live(approved) == 2)
    }

    @Test func `that is proven waits for a person where one has to approve`() {
        var scenario = Scenario(Self.definition(approval: .manual))
        train(&scenario, 1)
        let first = ModelVersion(
            id: ModelVersionID(pipeline: "churn", number: 1), run: RunID(1), digest: "model-0.801", files: 1, bytes: 1,
            metrics: [], status: .awaiting, registeredAt: scenario.now)
        _ = scenario.demand(.approve(first, reason: nil))
        scenario.completeRuns()
        train(&scenario, 2)
        report(&scenario, 100, look: 0, Self.rows(0, 0.005))
        #expect(live(scenario) == 1 && scenario.state(of: "churn")?.shadow == nil)
        #expect(scenario.state(of: "churn")?.version(of: "challenger")?.number == 2)
        #expect(scenario.notices.last?.kind == .approvalNeeded)
    }

    @Test func `is gone on with after a restart`() throws {
        let definition = Self.definition()
        var scenario = tried(definition)
        report(&scenario, 60)
        var restored = Orchestrator(restoring: Snapshot(pipelines: scenario.orchestrator.pipelineStates))
        let commands = restored.handle(.configured(Configured(pipelines: [definition])), at: scenario.now).commands
        let goals = commands.compactMap { if case .keepShadow(let goal) = $0 { goal } else { nil } }
        let goal = try #require(goals.first)
        #expect(goal.version.number == 2 && goal.champion.number == 1 && goal.gates.count == 1)
        #expect(restored.state(of: "churn")?.shadow?.rows == 60)
    }

    @Test func `is left to a person when the definition no longer says how it is compared`() {
        var scenario = tried(Self.definition())
        let without = PipelineDefinition.example(
            id: "churn-2", gates: [Self.gate], deployment: DeploymentDefinition(target: "/srv/model"))
        let commands = scenario.handle(.configured(Configured(pipelines: [without]))).commands
        #expect(commands.contains(.endShadow("churn")))
        #expect(scenario.state(of: "churn")?.shadow == nil && status(of: 2, scenario) == .awaiting)
        #expect(scenario.notices.last?.kind == .approvalNeeded)
    }

    @Test(arguments: [(99, nil), (100, 0), (199, 0), (200, 1), (399, 1), (400, 2), (102_400, 10)] as [(Int64, Int?)])
    func `is looked at when there are enough rows, twice as many, four times as many`(rows: Int64, look: Int?) {
        #expect(ShadowReport.Look.last(of: rows, minimum: 100) == look)
    }

    @Test func `all looks together are wrong no more often than one`() {
        let shares = (0..<60).map(ShadowReport.Look.share)
        #expect(shares.reduce(0, +) <= 1 && shares[0] == 0.5)
    }
}
