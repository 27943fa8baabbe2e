import MLOpsCore
import MLOpsTestKit

/// A commit that holds every kind of mutation, and what it is made on top of.
enum EveryMutation {
    private typealias Fixture = RecordFixtures

    static let before: [Mutation] = [
        .addEvidence(Fixture.evidence(1)), .addEvidence(Fixture.evidence(2)),
        use(1, .latched), use(2, .merged(RequestID(1))),
        .putRequest(Fixture.request(1)), .addDecision(Fixture.decision(1)), .putRun(Fixture.run(1)),
        .putAttempt(Fixture.attempt(1)), .putVersion(Fixture.version(1)), .putDeployment(Fixture.deployment(1)),
        .putAlias(Fixture.pipeline, alias: "champion", version), .putPipeline(PipelineState(name: Fixture.pipeline)),
        .putFiles(Fixture.pipeline, Fixture.dataset, [Fixture.file("a", sequence: 1), Fixture.file("b")]),
    ]

    static let all: [Mutation] = [
        .addEvidence(Fixture.evidence(3)), use(3, .suppressed("cooldown")),
        .settleLatched(
            Fixture.pipeline, operand: "weekly", from: EvidenceID(1), through: EvidenceID(1), .withdrawn("changed")),
        .settleMerged(RequestID(1), .consumed(RunID(2))), .addDecision(Fixture.decision(2, .start, dedupeKey: "k")),
        .repeatDecision(Fixture.decision(3, .start)), .repeatDecision(Fixture.decision(4)),
        .putRequest(Fixture.request(2)), .endRequest(RequestID(1), .started(RunID(2))),
        .putRun(Fixture.endedRun(1, .failed("exit 1"))), .putRun(Fixture.endedRun(2)),
        .putAttempt(Fixture.attempt(1, end: AttemptEnd(kind: .exited(code: 1)))), .putAttempt(Fixture.attempt(2)),
        .putVersion(Fixture.version(2)), .putAlias(Fixture.pipeline, alias: "champion", nil),
        .putAlias(Fixture.pipeline, alias: "previous", version), .putDeployment(live),
        .putDeployment(Fixture.deployment(2)),
        .putPipeline(changed), .putPipeline(PipelineState(name: "other")),
        .putDefinition(id: "def", Fixture.pipeline, source: "steps: {}"), .putCounters(counters),
        .putFiles(
            Fixture.pipeline, Fixture.dataset,
            [Fixture.file("a", state: .vanished), Fixture.file("b", sequence: 2), Fixture.file("c", sequence: 3)]),
        .putFiles(Fixture.pipeline, "fresh", [Fixture.file("a", sequence: 1)]),
        .useFiles(Fixture.pipeline, RunID(2), [.init(dataset: Fixture.dataset, sequence: 2)]),
        .putWindow(EvidenceID(3), Fixture.pipeline, Fixture.judgement(2), at: Fixture.instant(4)),
        .publish(Notice(.runSucceeded, Fixture.pipeline, "run r2 succeeded", run: RunID(2)), at: Fixture.instant(4)),
    ]

    private static let version = ModelVersionID(pipeline: Fixture.pipeline, number: 1)

    private static var live: Deployment {
        var deployment = Fixture.deployment(1)
        deployment.state = .live
        deployment.endedAt = Fixture.moment(3)
        return deployment
    }

    private static var changed: PipelineState {
        var state = PipelineState(name: Fixture.pipeline)
        state.consecutiveFailures = 3
        return state
    }

    private static var counters: Counters {
        var counters = Counters()
        counters.evidence = 3
        return counters
    }

    private static func use(_ evidence: Int64, _ disposition: Disposition) -> Mutation {
        .addUse(
            EvidenceUse(
                evidence: EvidenceID(evidence), pipeline: Fixture.pipeline, trigger: Fixture.trigger, operand: "weekly",
                disposition: disposition))
    }
}
