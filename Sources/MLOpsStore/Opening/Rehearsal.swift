import GRDB
import MLOpsCore
import MLOpsSchedule

/// The start of a run of a pipeline that there is not, written and taken back.
///
/// The first transaction of a process compiles its statements and has the runtime look up the types in it, which takes
/// five times as long as writing it: a file that comes right after the daemon's start would wait for that.
struct Rehearsal {
    private static let pipeline: PipelineName = "rehearsal"
    private static let dataset: DatasetName = "files"
    private static let time = Instant(microseconds: 0)
    private static let moment = Moment(wall: time, uptime: 0, boot: "")

    /// What is written must be taken back by the caller.
    func perform(in database: Database) throws {
        var writer = MutationWriter(database)
        try writer.end(writer.begin(mutations))
    }

    private var mutations: [Mutation] {
        let (evidence, number) = (EvidenceID(Int64.max), Int64.max)
        let file = FileRecord(
            path: [1], state: .ready,
            fingerprint: .init(device: 0, inode: 0, size: 1, modifiedNanoseconds: 0, changedNanoseconds: 0),
            sequence: 1, rung: .rename, observedAt: Self.time)
        let fact = Evidence.Fact.batch(
            FileBatch(dataset: Self.dataset, firstSequence: 1, lastSequence: 1, files: 1, bytes: 1, rows: 0))
        let request = RunRequest(
            id: RequestID(number), pipeline: Self.pipeline, createdAt: Self.moment,
            causes: [.init(trigger: nil, reason: "1 new file", lastEvidence: evidence)], priority: 0)
        var run = Run(
            id: RunID(number), pipeline: Self.pipeline, definition: "", request: Shared(request),
            decision: DecisionID(number),
            startedAt: Self.moment, steps: [StepRun(name: "step")],
            cutoffs: [.init(dataset: Self.dataset, sequence: 1)], champion: nil)
        run.phase = .running
        run.manifest = ManifestSummary(files: 1, newFiles: 1, bytes: 1, digest: "")
        let explanation = Explanation(subject: "start", verdict: .true, text: "1 new file")
        let decision = DecisionRecord(
            id: DecisionID(number), pipeline: Self.pipeline, kind: .start, request: request.id, run: run.id,
            summary: "1 new file",
            explanation: Explanation(subject: "start", verdict: .true, text: "1 new file", children: [explanation]),
            decidedAt: Self.time)
        return [
            .putFiles(Self.pipeline, Self.dataset, [file]),
            .addEvidence(Evidence(id: evidence, pipeline: Self.pipeline, fact: fact, recordedAt: Self.time)),
            .addUse(
                .init(
                    evidence: evidence, pipeline: Self.pipeline, trigger: nil, operand: "",
                    disposition: .consumed(run.id))),
            .putRequest(Shared(request)), .endRequest(request.id, .started(run.id)), .addDecision(decision),
            .useFiles(Self.pipeline, run.id, run.cutoffs), .putRun(Shared(run)),
            .putAttempt(
                AttemptRecord(
                    id: AttemptID(run: run.id, step: "step", number: 1), pipeline: Self.pipeline, intendedAt: Self.time)
            ),
            .putPipeline(Shared(PipelineState(name: Self.pipeline))), .putCounters(Counters()),
        ]
    }
}
