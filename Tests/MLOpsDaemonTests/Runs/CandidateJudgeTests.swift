import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsTestKit
import Testing

@testable import MLOpsDaemon

@Suite struct `The judge of candidates` {
    private static let comparison = MetricGate(
        metric: "accuracy", bound: .notWorseThanChampion(margin: 0.02), better: .higher)

    private let scratch: Scratch
    private let store: EvaluationStore

    init() throws {
        scratch = try Scratch()
        store = EvaluationStore(state: scratch.path)
    }

    private func version(_ number: Int64) -> ModelVersionID { ModelVersionID(pipeline: "churn", number: number) }

    /// Lets a run leave metrics and rows, and keeps them with a version.
    @discardableResult
    private func keep(_ number: Int64, metrics: String, rows: String? = nil) throws -> Evaluation? {
        let run = RunDirectory(state: scratch.path, run: RunID(number))
        try run.prepare()
        try scratch.write(metrics, to: "runs/r\(number)/metrics.json")
        if let rows { try scratch.write(rows, to: "runs/r\(number)/work/rows.csv") }
        try store.keep(version(number), from: run)
        return store.evaluation(of: version(number))
    }

    /// 100 rows, of which the first `right` are right; what the champion says of them beside it if asked for.
    private func rows(right: Int, champion: Int? = nil, keys: ClosedRange<Int> = 1...100) -> String {
        var text = "row,country,label,prediction" + (champion == nil ? "\n" : ",champion_prediction\n")
        for (place, key) in keys.enumerated() {
            text += "\(key),\(place % 2 == 0 ? "de" : "fr"),\(key % 2),\(place < right ? key % 2 : 1 - key % 2)"
            text += champion.map { ",\(place < $0 ? key % 2 : 1 - key % 2)\n" } ?? "\n"
        }
        return text
    }

    private func measure(_ gate: MetricGate, _ own: Evaluation?, against champion: Evaluation? = nil)
        -> MetricMeasurement?
    {
        if case .metric(let found) = MetricsJudge(own: own, champion: champion).measure(gate) { found } else { nil }
    }

    @Test func `compares rows that one step scored with both models`() throws {
        let own = try keep(
            2, metrics: #"{"accuracy": 0.9, "per_row": "rows.csv"}"#, rows: rows(right: 90, champion: 85))
        let found = try #require(measure(Self.comparison, own))
        let evidence = try #require(found.rows)
        #expect(evidence.method == "paired proportions")
        #expect(evidence.rows == 100)
        #expect(abs((evidence.difference ?? 0) - 0.05) < 1e-12)
        #expect(abs((found.champion ?? 0) - 0.85) < 1e-12)
        #expect((evidence.lower ?? 1) > 0 && (evidence.p ?? 0) > 0.03)
    }

    @Test func `finds rows again in what the champion's own run left`() throws {
        let champion = try keep(1, metrics: #"{"accuracy": 0.8, "per_row": "rows.csv"}"#, rows: rows(right: 80))
        let own = try keep(
            2, metrics: #"{"accuracy": 0.9, "per_row": "rows.csv"}"#, rows: rows(right: 90, keys: 51...150))
        let found = try #require(measure(Self.comparison, own, against: champion))
        #expect(found.rows?.rows == 50)
        #expect(found.rows?.method == "paired proportions")
        #expect(found.note == nil)
    }

    @Test func `takes no comparison from rows that are not those of the metrics`() throws {
        let own = try keep(
            2, metrics: #"{"accuracy": 0.99, "per_row": "rows.csv"}"#, rows: rows(right: 90, champion: 85))
        let found = try #require(measure(Self.comparison, own))
        #expect(found.rows == nil)
        #expect(found.note == "they lead to accuracy 0.9, and the metrics say 0.99")
    }

    @Test func `says why rows do not serve`() throws {
        func note(_ metrics: String, _ rows: String?) throws -> String? {
            measure(Self.comparison, try keep(2, metrics: metrics, rows: rows))?.note
        }
        let named = #"{"accuracy": 0.9, "per_row": "rows.csv"}"#
        #expect(try note(named, nil) == "there is no \"rows.csv\" below MLOPS_WORK")
        #expect(try note(named, rows(right: 90)) == "they hold nothing of the champion")
        #expect(try note(named, "label\n1\n")?.contains("no column \"prediction\"") == true)
        let outside = try keep(5, metrics: #"{"accuracy": 0.9, "per_row": "../../etc/passwd"}"#)
        #expect(measure(Self.comparison, outside)?.note?.contains("no plain file") == true)
        let champion = try keep(1, metrics: named, rows: rows(right: 90, keys: 1001...1100))
        let own = try keep(3, metrics: named, rows: rows(right: 90))
        #expect(measure(Self.comparison, own, against: champion)?.note == "0 of them are among the champion's too")
    }

    @Test func `says what stands where the metric should`() throws {
        #expect(measure(Self.comparison, try keep(2, metrics: #"{"accuracy": "good"}"#))?.other == "a text")
    }

    @Test func `takes metrics of the champion on the same data`() throws {
        let own = try keep(2, metrics: #"{"accuracy": 0.9, "champion": {"accuracy": 0.7}}"#)
        #expect(measure(Self.comparison, own) == MetricMeasurement(champion: 0.7))
    }

    @Test func `shows the interval of an absolute bound`() throws {
        let own = try keep(2, metrics: #"{"accuracy": 0.9, "per_row": "rows.csv"}"#, rows: rows(right: 90))
        let floor = MetricGate(metric: "accuracy", bound: .atLeast(0.5), better: .higher)
        let evidence = try #require(measure(floor, own)?.rows)
        #expect(evidence.method == nil && evidence.rows == 100)
        #expect((evidence.lower ?? 0) > 0.8 && (evidence.upper ?? 1) < 0.96)
    }

    @Test func `measures segments of rows, and of metrics where there are none`() throws {
        var gate = Self.comparison
        gate.segments = "country"
        let own = try keep(
            2, metrics: #"{"accuracy": 0.9, "per_row": "rows.csv"}"#, rows: rows(right: 90, champion: 85))
        guard case .segments(let segments) = MetricsJudge(own: own, champion: nil).measure(gate) else {
            Issue.record("no segments")
            return
        }
        #expect(segments.map(\.segment) == ["de", "fr"])
        #expect(segments.map(\.count) == [50, 50])
        #expect(segments.allSatisfy { $0.candidate == 0.9 && $0.rows?.method == "paired proportions" })

        let written = #"{"accuracy": 0.9, "segments": {"country": {"de": {"accuracy": 0.8, "n": 40}}}}"#
        let champion = try keep(1, metrics: #"{"segments": {"country": {"de": {"accuracy": 0.7}}}}"#)
        let measured = MetricsJudge(own: try keep(3, metrics: written), champion: champion).measure(gate)
        #expect(
            measured == .segments([SegmentMeasurement(segment: "de", candidate: 0.8, champion: 0.7, count: 40)]))
        let none = MetricsJudge(own: try keep(4, metrics: "{}"), champion: nil).measure(gate)
        #expect(
            none
                == .unavailable(
                    reason: "MLOPS_METRICS has no \"segments\" for \"country\" and names no file in \"per_row\""))
    }

    @Test func `E1 keeps no rows through a link, and none that are too large`() throws {
        let run = RunDirectory(state: scratch.path, run: RunID(9))
        try run.prepare()
        try scratch.write(#"{"accuracy": 0.9, "per_row": "rows.csv"}"#, to: "runs/r9/metrics.json")
        try #require(symlink("/etc/passwd", run.work + "/rows.csv") == 0)
        try store.keep(version(9), from: run)
        let evaluation = try #require(store.evaluation(of: version(9)))
        #expect(measure(Self.comparison, evaluation)?.note?.contains("no plain file") == true)
    }
}

/// The steps score the model that was champion when the run began; the gates ask about the one that is champion now.
@Suite struct `The judge of candidates, when the champion changed` {
    private static let gate = MetricGate(
        metric: "accuracy", bound: .notWorseThanChampion(margin: 0.02), better: .higher)

    private let scratch: Scratch
    private let judge: CandidateJudge

    init() throws {
        scratch = try Scratch()
        judge = CandidateJudge(
            evaluations: EvaluationStore(state: scratch.path), store: ModelStore(state: scratch.path),
            base: RunFixture.base, state: scratch.path)
    }

    private func version(_ number: Int64) -> ModelVersionID { ModelVersionID(pipeline: "churn", number: number) }

    /// 100 rows, of which the first `right` are right; of the champion of then, `champion`.
    private func keep(_ number: Int64, right: Int, champion: Int? = nil, hasRows: Bool = true) throws {
        let run = RunDirectory(state: scratch.path, run: RunID(number))
        try run.prepare()
        let beside = champion.map { #", "champion": {"accuracy": \#(Double($0) / 100)}"# } ?? ""
        let named = hasRows ? #", "per_row": "rows.csv""# : ""
        try scratch.write(
            #"{"accuracy": \#(Double(right) / 100)\#(beside)\#(named)}"#, to: "runs/r\(number)/metrics.json")
        var text = "row,correct" + (champion == nil ? "\n" : ",champion_correct\n")
        for row in 0..<100 {
            text += "\(row),\(row < right ? 1 : 0)" + (champion.map { ",\(row < $0 ? 1 : 0)\n" } ?? "\n")
        }
        if hasRows { try scratch.write(text, to: "runs/r\(number)/work/rows.csv") }
        try judge.evaluations.keep(version(number), from: run)
    }

    /// What is measured of version 3, whose run began when `then` was champion.
    private func measure(then: Int64?, now: Int64) throws -> MetricMeasurement? {
        let pipeline = PipelineDefinition.example(gates: [.metric(Self.gate)])
        var scenario = Scenario(pipeline)
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        var run = try #require(scenario.activeRuns.first)
        run.champion = then.map(version)
        run.version = version(3)
        let directory = RunDirectory(state: scratch.path, run: RunID(3))
        let found = judge.measurements(for: run, pipeline, champion: version(now), in: directory)
        if case .metric(let measurement) = found.first { return measurement }
        return nil
    }

    @Test func `finds the rows again in what the run of the new one left`() throws {
        try keep(1, right: 95)
        try keep(3, right: 85, champion: 70)
        let then = try #require(try measure(then: 2, now: 2))
        #expect(abs((then.rows?.difference ?? 0) - 0.15) < 1e-12)
        let now = try #require(try measure(then: 2, now: 1))
        #expect(abs((now.rows?.difference ?? 0) + 0.1) < 1e-12)
        #expect(abs((now.champion ?? 0) - 0.95) < 1e-12)
        let first = try #require(try measure(then: nil, now: 1))
        #expect(abs((first.rows?.difference ?? 0) + 0.1) < 1e-12)
    }

    @Test func `says what the steps compared with, where no rows are left of the new one`() throws {
        try keep(1, right: 95, hasRows: false)
        try keep(3, right: 85, champion: 70)
        let text = "they compare with churn/2, which is not the champion any more"
        let measured = try #require(try measure(then: 2, now: 1))
        #expect(measured.champion == nil && measured.rows?.difference == nil && measured.note == text)
        #expect(try measure(then: nil, now: 1)?.note == "there was no champion yet when the run began")
        try keep(3, right: 85, champion: 70, hasRows: false)
        #expect(try measure(then: 2, now: 1)?.champion == nil)
        #expect(try measure(then: 2, now: 2)?.champion == 0.7)
    }

    @Test func `I4 what is better than a model that was taken back does not go live by that`() throws {
        var scenario = Scenario(
            .example(gates: [.metric(Self.gate)], gatePolicy: GatePolicy(firstModel: .allow)))
        for (number, accuracy) in [(1, 0.95), (2, 0.96)] {
            _ = scenario.demand(.run(.init(pipeline: "churn")))
            scenario.completeRuns(candidate: candidate("m\(number)", accuracy))
        }
        #expect(scenario.state(of: "churn")?.champion?.version.number == 2)
        try keep(1, right: 95)
        try keep(3, right: 85, champion: 70)
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        var began = false
        while let command = scenario.takeCommand() {
            if !began, case .startAttempt = command {
                began = true
                _ = scenario.demand(.rollback("churn", to: nil, reason: "it does harm"))
            }
            guard case .judgeCandidate(let run, let pipeline, let champion) = command else {
                scenario.answer(command, candidate: candidate("m3", 0.85))
                continue
            }
            let directory = RunDirectory(state: scratch.path, run: run.id)
            let found = judge.measurements(for: run.value, pipeline.value, champion: champion, in: directory)
            scenario.handle(.candidateJudged(run.id, against: champion, found))
        }
        #expect(scenario.state(of: "churn")?.champion?.version.number == 1)
        let run = try #require(scenario.run(3))
        #expect(run.champion == version(2) && run.comparedWith == version(1))
        #expect(run.phase.outcome?.word == "refused")
        #expect(run.gates.first?.explanation.contains("worse than 0.95 of champion churn/1") == true)
    }

    private func candidate(_ digest: String, _ accuracy: Double) -> Candidate {
        Candidate(digest: digest, files: 1, bytes: 10, metrics: [.init(name: "accuracy", value: accuracy)])
    }
}

@Suite struct `Programs of gates` {
    private func measure(_ script: String, timeout: Duration = .seconds(10)) throws -> GateMeasurement {
        let fixture = try RunFixture()
        let pipeline = fixture.pipeline("true")
        let run = fixture.run(of: pipeline)
        try fixture.directory(run).prepare()
        let judge = ProgramJudge(
            run: run, pipeline: pipeline, directory: fixture.directory(run), model: "/models/churn/3",
            champion: "/models/churn/2", base: RunFixture.base, state: "/var/lib/mlopsd")
        return judge.measure(ProgramGate(arguments: ["/bin/sh", "-c", script], timeout: timeout), number: 2)
    }

    @Test func `see the registered model, the champion and which check they are`() throws {
        let script = #"test "$MLOPS_MODEL $MLOPS_CHAMPION $MLOPS_STEP" = "/models/churn/3 /models/churn/2 check-2""#
        #expect(try measure(script) == .program(.exited(code: 0, lastLine: "")))
    }

    @Test func `are told with the last line of what they said`() throws {
        let end = try measure("echo loading; echo 'answer 7 is wrong' >&2; exit 3")
        #expect(end == .program(.exited(code: 3, lastLine: "answer 7 is wrong")))
    }

    @Test func `I10 are stopped when their time is up`() throws {
        #expect(try measure("sleep 60", timeout: .milliseconds(200)) == .program(.timedOut))
    }

    @Test func `that are not there are no proof against the model`() throws {
        let fixture = try RunFixture()
        let pipeline = fixture.pipeline("true")
        let run = fixture.run(of: pipeline)
        try fixture.directory(run).prepare()
        let judge = ProgramJudge(
            run: run, pipeline: pipeline, directory: fixture.directory(run), model: nil, champion: nil,
            base: RunFixture.base, state: "/var/lib/mlopsd")
        guard case .program(.notStarted) = judge.measure(ProgramGate(arguments: ["/no/such/program"]), number: 1) else {
            Issue.record("it started")
            return
        }
    }
}
