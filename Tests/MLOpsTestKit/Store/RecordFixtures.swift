package import MLOpsCore
package import MLOpsSchedule

/// Small values of the record, each telling from its number which it is.
package enum RecordFixtures {
    package static let pipeline: PipelineName = "churn"
    package static let trigger: TriggerName = "weekly"
    package static let dataset: DatasetName = "customers"

    package static func instant(_ second: Int64) -> Instant { Instant(seconds: 1_700_000_000 + second) }

    package static func moment(_ second: Int64) -> Moment {
        Moment(wall: instant(second), uptime: second * 1_000_000, boot: "boot")
    }

    package static func evidence(_ number: Int64, of pipeline: PipelineName = pipeline) -> Evidence {
        Evidence(
            id: EvidenceID(number), pipeline: pipeline, fact: .slot(nominal: instant(number)),
            recordedAt: instant(number))
    }

    package static func decision(
        _ number: Int64, _ kind: DecisionRecord.Kind = .hold, of pipeline: PipelineName = pipeline,
        summary: String = "cooling down", dedupeKey: String? = nil, run: RunID? = nil
    ) -> DecisionRecord {
        DecisionRecord(
            id: DecisionID(number), pipeline: pipeline, kind: kind, trigger: trigger, run: run, summary: summary,
            explanation: Explanation(
                subject: "weekly", verdict: .true, text: "a slot passed", values: [.init("slots", "1")],
                children: [Explanation(subject: "cooldown", verdict: .false, text: "5min are left")]),
            decidedAt: instant(number), dedupeKey: dedupeKey)
    }

    package static func request(_ number: Int64, of pipeline: PipelineName = pipeline) -> RunRequest {
        RunRequest(
            id: RequestID(number), pipeline: pipeline, createdAt: moment(number),
            causes: [.init(trigger: trigger, reason: "slot \(number)", lastEvidence: EvidenceID(number))], priority: 30,
            parameters: [Parameter(name: "rate", value: "0.1")])
    }

    package static func run(_ number: Int64, of pipeline: PipelineName = pipeline) -> Run {
        Run(
            id: RunID(number), pipeline: pipeline, definition: "def", request: Shared(request(number, of: pipeline)),
            decision: DecisionID(number), startedAt: moment(number), steps: [StepRun(name: "train")],
            cutoffs: [.init(dataset: dataset, sequence: number)], champion: nil)
    }

    package static func endedRun(
        _ number: Int64, of pipeline: PipelineName = pipeline, _ outcome: Outcome = .succeeded
    ) -> Run {
        var run = run(number, of: pipeline)
        run.phase = .ended(outcome)
        run.endedAt = moment(number + 1)
        run.candidate = Candidate(
            digest: "d\(number)", files: 1, bytes: 10,
            metrics: [.init(name: "f1", value: 0.75), .init(name: "auc", value: 0.9)])
        return run
    }

    package static func attempt(_ run: Int64, _ number: Int = 1, end: AttemptEnd? = nil) -> AttemptRecord {
        AttemptRecord(
            id: AttemptID(run: RunID(run), step: "train", number: number), pipeline: pipeline,
            intendedAt: instant(run), startedAt: instant(run), end: end)
    }

    package static func version(
        _ number: Int64, of pipeline: PipelineName = pipeline, digest: String = "digest"
    ) -> ModelVersion {
        ModelVersion(
            id: ModelVersionID(pipeline: pipeline, number: number), run: RunID(number), digest: digest, files: 2,
            bytes: 20, metrics: [.init(name: "f1", value: 0.75)], status: .accepted, registeredAt: moment(number))
    }

    package static func deployment(
        _ number: Int64, of pipeline: PipelineName = pipeline, replacing former: Int64? = nil
    ) -> Deployment {
        Deployment(
            id: DeploymentID(number), pipeline: pipeline, action: .deploy,
            version: ModelVersionID(pipeline: pipeline, number: number), digest: "digest",
            replaced: former.map { ModelVersionID(pipeline: pipeline, number: $0) }, target: "/srv/churn/model",
            run: RunID(number), by: .daemon, reason: nil, startedAt: moment(number))
    }

    package static func file(
        _ path: String, sequence: Int64 = 0, state: FileRecord.State = .ready, digest: String? = nil
    ) -> FileRecord {
        FileRecord(
            path: Array(path.utf8), state: state,
            fingerprint: .init(
                device: .max, inode: 7, size: 100, modifiedNanoseconds: 1, changedNanoseconds: -2),
            digest: digest, rows: 10, sequence: sequence, rung: .rename, observedAt: instant(sequence))
    }

    package static func judgement(
        _ sequence: Int64, _ state: DriftStatus.State = .calm, operand: String = "drift", memory: [UInt8] = [1, 0, 255]
    ) -> WindowJudgement {
        let window = DriftWindow(
            dataset: dataset, firstSequence: sequence, lastSequence: sequence, files: 1, rows: 1000,
            reference: ModelVersionID(pipeline: pipeline, number: 1), state: state, isAlarm: state == .suspect,
            strength: state == .suspect ? 1.25 : 0.1, columns: ["age", "a \"name\""], isCalibrating: false)
        return WindowJudgement(operand: operand, window: window, figures: "{\"columns\":[]}", memory: memory)
    }
}
