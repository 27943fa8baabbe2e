import GRDB
import MLOpsCore
import MLOpsTestKit
import Testing

@testable import MLOpsStore

@Suite struct `Lists` {
    private typealias Fixture = RecordFixtures

    private let temporary: TemporaryStore
    private let store: SQLiteMetadataStore

    init() throws {
        temporary = try TemporaryStore()
        store = try temporary.open()
    }

    @Test func `runs come newest first, of a pipeline and an outcome, in parts`() throws {
        let outcomes: [Outcome] = [.succeeded, .refused("f1"), .failed("exit 1"), .cancelled("ann")]
        try store.commit(
            (1...40).map { number in
                let pipeline: PipelineName = number % 2 == 0 ? "even" : "odd"
                let run = Fixture.endedRun(Int64(number), of: pipeline, outcomes[number / 2 % 4])
                return .putRun(number > 36 ? Fixture.run(Int64(number), of: pipeline) : run)
            })
        #expect(try store.runs(.init(), Page(limit: 3)).map(\.id.number) == [40, 39, 38])
        #expect(try store.runs(.init(), Page(before: RunID(38), limit: 3)).map(\.id.number) == [37, 36, 35])
        #expect(try store.runs(.init(pipeline: "even")).map(\.id.number) == stride(from: 40, to: 0, by: -2).map { $0 })
        #expect(try store.runs(.init(outcome: .active)).map(\.id.number) == [40, 39, 38, 37])
        #expect(try store.runs(.init(pipeline: "odd", outcome: .active)).map(\.id.number) == [39, 37])
        let failed = try store.runs(.init(pipeline: "even", outcome: .failed), Page(limit: 2))
        #expect(failed.map(\.id.number) == [36, 28])
        #expect(failed.map(\.detail) == ["exit 1", "exit 1"])
        #expect(failed.map(\.outcome) == ["failed", "failed"])
        #expect(try store.runs(.init(pipeline: "nobody")).isEmpty)
    }

    @Test func `a line of the list says what the run says`() throws {
        var run = Fixture.endedRun(3)
        run.version = ModelVersionID(pipeline: Fixture.pipeline, number: 2)
        run.champion = ModelVersionID(pipeline: Fixture.pipeline, number: 1)
        run.request.retryOf = RunID(1)
        run.manifest = ManifestSummary(files: 1, newFiles: 1, bytes: 1, digest: "m")
        try store.commit([.putRun(run)])
        let line = try #require(try store.runs().first)
        #expect(line.pipeline == run.pipeline)
        #expect(line.phase == "ended")
        #expect(line.outcome == "succeeded")
        #expect(line.trigger == Fixture.trigger)
        #expect(line.reason == run.reason)
        #expect(line.retryOf == RunID(1))
        #expect(line.version == run.version)
        #expect(line.champion == run.champion)
        #expect(line.manifestDigest == "m")
        #expect(line.startedAt == run.startedAt.wall)
        #expect(line.endedAt == run.endedAt?.wall)
        #expect(line.decision == run.decision)
        #expect(line.definition == run.definition)
    }

    @Test func `decisions are found by pipeline, trigger and run`() throws {
        var other = Fixture.decision(3)
        other.trigger = "drift"
        try store.commit([
            .addDecision(Fixture.decision(1, .start, run: RunID(5))), .addDecision(Fixture.decision(2, of: "other")),
            .addDecision(other), .addDecision(Fixture.decision(4, summary: "full")),
        ])
        #expect(try store.decisions().map(\.record.id.number) == [4, 3, 2, 1])
        #expect(try store.decisions(.init(pipeline: Fixture.pipeline)).map(\.record.id.number) == [4, 3, 1])
        let ofTrigger = DecisionFilter(pipeline: Fixture.pipeline, trigger: Fixture.trigger)
        #expect(try store.decisions(ofTrigger).map(\.record.id.number) == [4, 1])
        #expect(try store.decisions(ofTrigger, Page(limit: 1)).map(\.record.id.number) == [4])
        #expect(try store.decisions(.init(run: RunID(5))).map(\.record) == [Fixture.decision(1, .start, run: RunID(5))])
        #expect(try store.decision(DecisionID(3))?.record == other)
        #expect(try store.decision(DecisionID(9)) == nil)
    }

    @Test func `evidence is found by trigger, run and request, with all its dispositions`() throws {
        let use = { (evidence: Int64, trigger: TriggerName, disposition: Disposition) in
            Mutation.addUse(
                EvidenceUse(
                    evidence: EvidenceID(evidence), pipeline: Fixture.pipeline, trigger: trigger,
                    operand: trigger.text, disposition: disposition))
        }
        try store.commit((1...4).map { .addEvidence(Fixture.evidence($0)) })
        try store.commit([
            use(1, "a", .consumed(RunID(7))), use(1, "b", .latched), use(2, "b", .merged(RequestID(7))),
            use(3, "b", .consumed(RunID(7))), use(4, "a", .suppressed("x")),
        ])
        #expect(try store.evidence(.run(RunID(7))).map(\.evidence.id.number) == [3, 1])
        #expect(try store.evidence(.request(RequestID(7))).map(\.evidence.id.number) == [2])
        #expect(
            try store.evidence(.trigger(Fixture.pipeline, "b"), Page(limit: 2)).map(\.evidence.id.number) == [3, 2])
        #expect(
            try store.evidence(.trigger(Fixture.pipeline, "b"), Page(before: EvidenceID(2))).map(\.evidence.id.number)
                == [1])
        #expect(try store.evidence(.pipeline("other")).isEmpty)
        let first = try #require(try store.evidence(EvidenceID(1)))
        #expect(first.uses.map(\.disposition) == [.consumed(RunID(7)), .latched])
    }

    @Test func `versions, attempts and requests are found one by one`() throws {
        try store.commit(EveryMutation.before)
        let version = Fixture.version(1)
        #expect(try store.version(version.id) == version)
        #expect(try store.version(of: RunID(1)) == version)
        #expect(try store.version(of: RunID(2)) == nil)
        #expect(try store.attempt(Fixture.attempt(1).id) == Fixture.attempt(1))
        #expect(try store.request(RequestID(1))?.request == Fixture.request(1))
        #expect(try store.deployment(DeploymentID(1)) == Fixture.deployment(1))
        #expect(try store.aliases(of: Fixture.pipeline).map(\.version) == [version.id])
        #expect(try store.aliases(of: "other").isEmpty)
        #expect(try store.run(RunID(9)) == nil)
    }

    @Test(arguments: ["'; DROP TABLE _run; --", "%", "_", "\" OR 1=1", "\\", "?1", "💥\u{202e}"])
    func `H12 a name is a name, whatever it looks like`(_ text: String) throws {
        let name = PipelineName(text)
        try store.commit([.putRun(Fixture.endedRun(1, of: "innocent")), .putRun(Fixture.endedRun(2, of: name))])
        try store.commit([
            .addEvidence(Fixture.evidence(1, of: name)), .addDecision(Fixture.decision(1, of: name, summary: text)),
            .putFiles(name, DatasetName(text), [Fixture.file(text, sequence: 1)]),
            .putAlias(name, alias: text, ModelVersionID(pipeline: "p", number: 1)),
            .putDefinition(id: text, name, source: text),
        ])
        #expect(try store.runs(.init(pipeline: name)).map(\.id.number) == [2])
        #expect(try store.runs(.init(pipeline: name)).map(\.pipeline) == [name])
        #expect(try store.decisions(.init(pipeline: name)).map(\.record.summary) == [text])
        #expect(try store.evidence(.pipeline(name)).count == 1)
        #expect(try store.file(name, DatasetName(text), path: Array(text.utf8)) != nil)
        #expect(try store.aliases(of: name).map(\.alias) == [text])
        #expect(try store.definition(text)?.source == text)
        #expect(try store.runs(.init(pipeline: PipelineName(text + "x"))).isEmpty)
    }

    @Test func `H12 a NUL does not cut a text`() throws {
        try store.commit([
            .addDecision(Fixture.decision(1, summary: "a\u{0}b")),
            .putRun(Fixture.endedRun(1, .failed("exit\u{0}1"))),
        ])
        #expect(try store.decisions().map(\.record.summary) == ["a\u{FFFD}b"])
        #expect(try store.runs().map(\.detail) == ["exit\u{FFFD}1"])
        #expect(try store.run(RunID(1))?.phase.outcome == .failed("exit\u{0}1"))
    }
}
