import MLOpsCore
import MLOpsTestKit
import Testing

/// What measurements come to: four verdicts, and only `pass` and `ungated` let a model go live by itself.
@Suite struct `Gate verdicts` {
    private static let comparison = GateDefinition(
        metric: "f1", bound: .notWorseThanChampion(margin: 0.01), better: .higher)
    private static let floor = GateDefinition(metric: "f1", bound: .atLeast(0.5), better: .higher)
    private static let check = GateDefinition.program(ProgramGate(arguments: ["smoke.py"]))

    /// A first model with `f1` 0.8 is live; then another is judged.
    private func second(
        _ gates: [GateDefinition], _ policy: GatePolicy = GatePolicy(firstModel: .allow), f1: Double = 0.8,
        firstMeasured: [GateMeasurement] = [], measured: [GateMeasurement]
    ) throws -> Run {
        var scenario = Scenario(.example(gates: gates, gatePolicy: policy))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.measurements = firstMeasured
        scenario.completeRuns()
        try #require(scenario.state(of: "churn")?.champion != nil)
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.measurements = measured
        scenario.completeRuns(candidate: .with(f1: f1))
        return try #require(scenario.run(2))
    }

    private func rows(_ difference: Double, from lower: Double, to upper: Double) -> GateMeasurement {
        .metric(
            MetricMeasurement(
                champion: 0.8,
                rows: GateEvidence(
                    method: "paired bootstrap", rows: 500, lower: lower, upper: upper, difference: difference)))
    }

    @Test func `pass what is proven not to be worse by the margin`() throws {
        let run = try second([Self.comparison], f1: 0.799, measured: [rows(-0.001, from: -0.009, to: 0.007)])
        #expect(run.phase.outcome == .succeeded)
        let result = try #require(run.gates.first)
        #expect(result.verdict == .pass)
        #expect(result.evidence?.rows == 500)
        #expect(result.explanation.contains("proven not to be worse"))
    }

    @Test(arguments: [
        (0.8, "f1 0.8 reaches 0.5"), (0.500_001, "f1 0.500001 reaches 0.5"),
        (0.500_000_1, "f1 0.5000001 reaches 0.5"), (0.499_999_9, "f1 0.4999999 misses 0.5"),
        (0.5, "f1 0.5 reaches 0.5"),
    ])
    func `write all digits where six decimals do not tell a value from its bound`(f1: Double, text: String) throws {
        #expect(try second([Self.floor], f1: f1, measured: []).gates.map(\.explanation) == [text])
    }

    @Test func `fail what is proven to be worse by more than the margin`() throws {
        let run = try second([Self.comparison], f1: 0.75, measured: [rows(-0.05, from: -0.08, to: -0.02)])
        #expect(run.gates.map(\.verdict) == [.fail])
        #expect(run.phase.outcome?.word == "refused")
    }

    @Test func `leave open what rows leave open, and promote nothing by that`() throws {
        let run = try second(
            [Self.floor, Self.comparison], measured: [.metric(MetricMeasurement()), rows(0, from: -0.05, to: 0.05)])
        #expect(run.gates.map(\.verdict) == [.pass, .inconclusive])
        #expect(run.phase.outcome?.detail?.hasPrefix("inconclusive: f1 0.8 may be worse") == true)
    }

    @Test(arguments: [(-0.001, 0.005), (-0.5, -0.4)])
    func `leave open what fewer than 30 rows say`(lower: Double, upper: Double) throws {
        func verdict(_ rows: Int64) throws -> GateResult? {
            let evidence = GateEvidence(
                method: "paired bootstrap", rows: rows, lower: lower, upper: upper, difference: upper)
            let measured = MetricMeasurement(champion: 0.8, rows: evidence)
            return try second([Self.comparison], measured: [.metric(measured)]).gates.first
        }
        let few = try #require(try verdict(29))
        #expect(few.verdict == .inconclusive)
        #expect(few.explanation.hasSuffix("champion churn/1 on 29 rows, and fewer than 30 prove nothing"))
        #expect(try verdict(30)?.verdict == (upper > 0 ? .pass : .fail))
    }

    @Test func `say of a metric that is no number what it is, and say once what is missing`() throws {
        let gates = ["acc", "loss", "loss"].map { GateDefinition(metric: $0, bound: .atLeast(0.5), better: .higher) }
        let measured: [GateMeasurement] = [
            .metric(MetricMeasurement(other: "a text")), .metric(MetricMeasurement()), .metric(MetricMeasurement()),
        ]
        var scenario = Scenario(.example(gates: [Self.floor] + gates))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.measurements = [.metric(MetricMeasurement())] + measured
        scenario.completeRuns(candidate: .with(f1: 0.8))
        let run = try #require(scenario.run(1))
        #expect(
            run.phase.outcome?.detail
                == "metric \"acc\" in MLOPS_METRICS is a text, not a number; "
                + "the steps wrote no metric \"loss\" to MLOPS_METRICS")
    }

    private static func data(_ effect: DataGate.Effect = .enforce) -> GateDefinition {
        .data(DataGate(.skew, effect))
    }

    @Test(arguments: [
        (DataMeasurement(scope: "alike"), GateResult.Verdict.pass, "alike"),
        (DataMeasurement(problems: ["age differs"], doubts: ["and what not"]), .fail, "age differs"),
        (DataMeasurement(doubts: ["12 rows are too few"]), .inconclusive, "12 rows are too few"),
        (DataMeasurement(absence: "nothing is in production"), .ungated, "nothing is in production"),
        (DataMeasurement(problems: ["a", "b", "c", "d", "e"]), .fail, "a; b; c; and 2 more"),
    ])
    func `of data are four too, beside that of the model`(
        found: DataMeasurement, verdict: GateResult.Verdict, text: String
    ) throws {
        let run = try second(
            [Self.data()], firstMeasured: [.data(DataMeasurement(scope: "alike"))], measured: [.data(found)])
        #expect(run.gates.map(\.verdict) == [verdict, .ungated] && run.gates.last?.gate == "model")
        #expect(run.gates.first?.explanation == "train/serve skew: " + text)
        #expect((run.phase.outcome == .succeeded) == (verdict == .pass || verdict == .ungated))
    }

    @Test(arguments: [
        DataMeasurement(problems: ["age differs"]), DataMeasurement(doubts: ["too few"]),
    ])
    func `of data that are only reported stop nothing, and say what was found`(found: DataMeasurement) throws {
        let run = try second(
            [Self.data(.report), Self.floor], firstMeasured: [.data(found)], measured: [.data(found)])
        #expect(run.gates.map(\.verdict) == [.ungated, .pass] && run.phase.outcome == .succeeded)
        #expect(run.gates.first?.explanation.hasPrefix("train/serve skew: reported only: ") == true)
    }

    @Test func `of data that nobody looked at are inconclusive`() throws {
        let run = try second(
            [Self.data(), Self.floor], firstMeasured: [.data(DataMeasurement())], measured: [])
        #expect(run.gates.map(\.verdict) == [.inconclusive, .pass] && run.phase.outcome?.word == "refused")
    }

    @Test func `of data do not make a first model fit to be live`() {
        var scenario = Scenario(.example(gates: [Self.data(), Self.comparison]))
        scenario.measurements = [.data(DataMeasurement())]
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns()
        #expect(scenario.run(1)?.gates.map(\.verdict) == [.pass, .inconclusive])
        #expect(scenario.state(of: "churn")?.champion == nil)
    }

    @Test func `turn a difference round where lower values are better`() throws {
        let gate = GateDefinition(metric: "f1", bound: .notWorseThanChampion(margin: 0.01), better: .lower)
        #expect(try second([gate], measured: [rows(-0.05, from: -0.08, to: -0.02)]).gates.map(\.verdict) == [.pass])
        #expect(try second([gate], measured: [rows(0.05, from: 0.02, to: 0.08)]).gates.map(\.verdict) == [.fail])
    }

    @Test func `go by the values where there are no rows, and say so`() throws {
        let run = try second(
            [Self.comparison], f1: 0.795, measured: [.metric(MetricMeasurement(champion: 0.81, note: "no"))])
        #expect(run.gates.map(\.verdict) == [.fail])
        #expect(
            run.gates.first?.explanation
                == "f1 0.795 misses 0.8 (champion churn/1 has 0.81 on the same data; by the values alone; the rows do "
                + "not serve: no)")
    }

    @Test(arguments: [
        (6272.0, "n 6272 reaches 2400"), (2399.5, "n 2399.5 misses 2400"),
        (-3, "n -3 misses 2400"),
    ])
    func `write counts without a point`(count: Double, text: String) throws {
        let gate = GateDefinition(metric: "n", bound: .atLeast(2400), better: .higher)
        var scenario = Scenario(.example(gates: [gate]))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        var candidate = Candidate.plain
        candidate.metrics = [.init(name: "n", value: count)]
        scenario.completeRuns(candidate: candidate)
        let result = try #require(scenario.run(1)?.gates.first)
        #expect(result.gate == "n at least 2400")
        #expect(count < 0 ? result.explanation.contains("n is -3") : result.explanation == text, "\(result)")
    }

    @Test func `I1 refuse what was evaluated on no rows`() throws {
        var scenario = Scenario(.example(gates: [Self.floor]))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        var empty = Candidate.plain
        empty.metrics.append(.init(name: "n", value: 0))
        scenario.completeRuns(candidate: empty)
        #expect(scenario.outcomes.map(\.word) == ["refused"])
        #expect(scenario.run(1)?.gates.first?.explanation.contains("no rows") == true)
    }

    @Test func `I2 hold a first model that no gate judges by itself, unless it is allowed`() {
        var scenario = Scenario(.example(gates: [Self.comparison]))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns()
        #expect(scenario.run(1)?.gates.map(\.verdict) == [.inconclusive])
        #expect(scenario.state(of: "churn")?.champion == nil)
        #expect(scenario.versions.map(\.status) == [.inconclusive])

        scenario = Scenario(.example(gates: [Self.comparison], gatePolicy: GatePolicy(firstModel: .allow)))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns()
        #expect(scenario.run(1)?.gates.map(\.verdict) == [.ungated])
        #expect(scenario.state(of: "churn")?.champion != nil)
    }

    @Test func `block or let the absolute gates decide where the champion has no such metric`() throws {
        func verdicts(
            _ baseline: GatePolicy.UnevaluableBaseline, _ gates: [GateDefinition]
        ) -> [GateResult.Verdict]? {
            let profit = GateDefinition(metric: "profit", bound: .notWorseThanChampion(margin: 0), better: .higher)
            let policy = GatePolicy(firstModel: .allow, unevaluableBaseline: baseline)
            var scenario = Scenario(.example(gates: gates))
            _ = scenario.demand(.run(.init(pipeline: "churn")))
            scenario.completeRuns()
            scenario.handle(
                .configured(
                    Configured(pipelines: [.example(id: "churn-2", gates: gates + [profit], gatePolicy: policy)])))
            _ = scenario.demand(.run(.init(pipeline: "churn")))
            var candidate = Candidate.plain
            candidate.metrics.append(.init(name: "profit", value: 1))
            scenario.completeRuns(candidate: candidate)
            return scenario.run(2)?.gates.map(\.verdict)
        }
        #expect(verdicts(.gateAbsoluteOnly, [Self.floor]) == [.pass, .ungated])
        #expect(verdicts(.gateAbsoluteOnly, []) == [.inconclusive])
        #expect(verdicts(.block, [Self.floor]) == [.pass, .inconclusive])
    }

    @Test func `block or let the absolute gates decide where no segment of the champion has the metric`() throws {
        let segments = GateDefinition.metric(
            MetricGate(metric: "f1", bound: .notWorseThanChampion(margin: 0.02), better: .higher, segments: "country"))
        let measured = ["de", "fr"].map { SegmentMeasurement(segment: $0, candidate: 0.8, count: 100) }
        func verdict(_ baseline: GatePolicy.UnevaluableBaseline, _ first: [GateDefinition]) throws -> GateResult? {
            let policy = GatePolicy(firstModel: .allow, unevaluableBaseline: baseline)
            let found: [GateMeasurement] = first.map { _ in .metric(MetricMeasurement()) }
            return try second(first + [segments], policy, measured: found + [.segments(measured)]).gates.last
        }
        #expect(try verdict(.gateAbsoluteOnly, [Self.floor])?.verdict == .ungated)
        #expect(try verdict(.gateAbsoluteOnly, [])?.verdict == .inconclusive)
        let blocked = try #require(try verdict(.block, [Self.floor]))
        #expect(blocked.verdict == .inconclusive)
        #expect(
            blocked.explanation
                == "champion churn/1 has no metric \"f1 of each country\", and baseline_unevaluable is block")
    }

    @Test(arguments: [
        (GateMeasurement.ProgramEnd.exited(code: 0, lastLine: ""), GateResult.Verdict.pass),
        (.exited(code: 1, lastLine: "wrong"), .fail), (.exited(code: 75, lastLine: ""), .inconclusive),
        (.signaled(signal: 11, lastLine: ""), .fail), (.timedOut, .fail),
        (.notStarted(reason: "no such file"), .inconclusive),
    ])
    func `of a program follow from how it ended`(end: GateMeasurement.ProgramEnd, verdict: GateResult.Verdict) throws {
        var scenario = Scenario(.example(gates: [Self.check]))
        scenario.measurements = [.program(end)]
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns()
        #expect(scenario.run(1)?.gates.map(\.verdict) == [verdict])
        #expect((scenario.state(of: "churn")?.champion != nil) == (verdict == .pass))
    }

    @Test func `of a program that was not measured are inconclusive`() {
        var scenario = Scenario(.example(gates: [Self.check]))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        scenario.completeRuns()
        #expect(scenario.run(1)?.gates.map(\.verdict) == [.inconclusive])
    }

    @Test func `of segments are those of the worst one, and small ones are left out`() throws {
        let gate = GateDefinition(
            metric: "f1", bound: .notWorseThanChampion(margin: 0.02), better: .higher, segments: "country")
        func segment(_ name: String, _ candidate: Double, _ champion: Double?, upper: Double, rows: Int64 = 100)
            -> SegmentMeasurement
        {
            let evidence = champion.map {
                GateEvidence(
                    method: "paired bootstrap", rows: rows, lower: -1, upper: upper, difference: candidate - $0)
            }
            return SegmentMeasurement(
                segment: name, candidate: candidate, champion: champion, count: rows, rows: evidence)
        }
        func verdict(_ segments: [SegmentMeasurement]) throws -> GateResult {
            try #require(try second([gate], measured: [.segments(segments)]).gates.first)
        }
        let good = segment("de", 0.8, 0.81, upper: 0.1)
        let small = segment("li", 0.1, 0.9, upper: -0.5, rows: 12)
        #expect(try verdict([good, small]).verdict == .pass)
        #expect(try verdict([good, segment("fr", 0.7, 0.8, upper: 0.01)]).verdict == .inconclusive)
        let failed = try verdict([good, segment("fr", 0.7, 0.8, upper: -0.05), small])
        #expect(failed.verdict == .fail)
        #expect(failed.segments?.map(\.segment) == ["fr", "de", "li"])
        #expect(failed.segments?.map(\.verdict) == [.fail, .pass, .ungated])
        #expect(failed.explanation.contains("1 of 3 segments miss: fr (0.7 for 0.78)"))
        #expect(try verdict([small]).verdict == .inconclusive)
        #expect(try verdict([segment("new", 0.8, nil, upper: 0), good]).verdict == .pass)
    }

    @Test func `are made again when another champion went live meanwhile`() throws {
        var scenario = Scenario(
            .example(
                policy: PolicyDefinition(cooldown: .zero, overlap: .allow(2)), gates: [Self.floor, Self.comparison],
                deployment: DeploymentDefinition(target: "/srv/model")))
        for _ in 0..<2 { _ = scenario.demand(.run(.init(pipeline: "churn", coalesce: false))) }
        var judged: [ModelVersionID?] = []
        while let command = scenario.takeCommand() {
            if case .judgeCandidate(_, _, let champion) = command { judged.append(champion) }
            let isFirst = if case .collectOutputs(let run, _) = command { run.id.number == 1 } else { false }
            scenario.answer(command, candidate: .with(f1: isFirst ? 0.8 : 0.6))
        }
        #expect(judged == [nil, nil, ModelVersionID(pipeline: "churn", number: 1)])
        #expect(scenario.outcomes.map(\.word).sorted() == ["refused", "succeeded"])
        #expect(scenario.state(of: "churn")?.champion?.version.number == 1)
    }

    @Test func `are measured again when the answer is about another champion`() {
        var scenario = Scenario(.example(gates: [Self.floor]))
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        while let command = scenario.takeCommand() {
            if case .judgeCandidate(let run, _, _) = command {
                let other = ModelVersionID(pipeline: "churn", number: 9)
                let decision = scenario.handle(.candidateJudged(run.id, against: other, []))
                #expect(decision.commands == [command])
                break
            }
            scenario.answer(command)
        }
        scenario.completeRuns()
        #expect(scenario.outcomes == [.succeeded])
    }
}

extension Scenario {
    fileprivate var versions: [ModelVersion] {
        mutations.compactMap { if case .putVersion(let version) = $0 { version } else { nil } }
    }
}
