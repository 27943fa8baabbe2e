import MLOpsControl
import MLOpsCore
import MLOpsSchedule

extension MLOpsControl.RunSummary {
    init(_ run: Run, now: Moment) {
        let end = run.endedAt?.wall ?? now.wall
        self.init(
            id: run.id.description, pipeline: run.pipeline.text, phase: RunPhaseValue(run.phase),
            outcome: run.phase.outcome.flatMap { OutcomeValue(rawValue: $0.word) }, detail: run.phase.outcome?.detail,
            reason: run.reason, trigger: run.request.causes.count == 1 ? run.request.causes[0].trigger?.text : nil,
            startedAt: Timestamp(run.startedAt), endedAt: run.endedAt.map { Timestamp($0) },
            durationSeconds: Double((end - run.startedAt.wall).microseconds) / 1_000_000,
            stepsDone: run.steps.count(where: \.isDone), stepsTotal: run.steps.count,
            currentSteps: run.steps.filter(\.isCurrent).map(\.name.text), version: run.version?.description,
            nextCommand: run.nextCommand)
    }
}

extension StepRun {
    var isCurrent: Bool { state == .running || state == .starting }
    /// Not one that failed or was never begun.
    var isDone: Bool { state == .succeeded || state == .reused }
}

extension Run {
    /// What tells more about a run that did not go well.
    fileprivate var nextCommand: String? {
        switch phase.outcome {
        case .failed:
            steps.contains { if case .failed = $0.state { true } else { false } }
                ? "mlopsctl logs \(id)" : "mlopsctl why \(id)"
        case .refused: "mlopsctl why \(id)"
        case .succeeded, .cancelled, nil: nil
        }
    }
}

extension RunPhaseValue {
    init(_ phase: RunPhase) {
        switch phase {
        case .freezing: self = .freezing
        case .running: self = .running
        case .collecting: self = .collecting
        case .registering: self = .registering
        case .judging: self = .judging
        case .deploying: self = .deploying
        case .ended: self = .ended
        }
    }
}

extension RunDetail {
    init(
        _ run: Run, attempts: [AttemptRecord], deployment: DeploymentSummary?, environment: RunEnvironment?,
        inputs: [LineageNode]?, needsApproval: Bool, directory: String?, now: Moment
    ) {
        self.init(
            run: MLOpsControl.RunSummary(run, now: now), definition: run.definition,
            decision: run.decision.description, request: run.request.id.description,
            causes: run.request.causes.map(CauseValue.init),
            parameters: Dictionary(run.request.parameters.map { ($0.name, $0.value) }) { _, last in last },
            priority: run.request.priority, requestedBy: run.request.requestedBy.map(ActorValue.init),
            isForced: run.request.isForced, retryOf: run.request.retryOf?.description,
            retryFrom: run.request.retryFrom?.text,
            steps: run.steps.map { step in StepValue(step, attempts.filter { $0.id.step == step.name }) },
            manifest: run.manifest.map(ManifestValue.init), inputs: inputs,
            candidate: run.candidate.map { CandidateValue(digest: $0.digest, files: $0.files, bytes: $0.bytes) },
            metrics: run.candidate?.metrics.map(MetricValue.init) ?? [], gates: run.gates.map(GateValue.init),
            champion: run.champion?.description,
            deployment: deployment, needsApproval: needsApproval ? true : nil, taints: run.taints,
            cancellation: run.cancellation.map { Cancellation(by: ActorValue($0.by), reason: $0.reason) },
            environment: environment.map(EnvironmentValue.init), directory: directory)
        if needsApproval { self.run.nextCommand = self.run.version.map(ApprovalValue.command) }
    }
}

extension StepValue {
    init(_ step: StepRun, _ attempts: [AttemptRecord]) {
        self.init(name: step.name.text, state: State(step.state), attempts: attempts.map(AttemptValue.init))
        switch step.state {
        case .failed(let text): detail = text
        case .backingOff(let since, let delay): retryAt = Timestamp(since.wall + delay)
        default: break
        }
    }
}

extension StepValue.State {
    init(_ state: StepRun.State) {
        switch state {
        case .waiting: self = .waiting
        case .starting: self = .starting
        case .running: self = .running
        case .backingOff: self = .backingOff
        case .succeeded: self = .succeeded
        case .failed: self = .failed
        case .skipped: self = .skipped
        case .cancelled: self = .cancelled
        case .reused: self = .reused
        }
    }
}

extension AttemptValue {
    init(_ record: AttemptRecord) {
        let end = record.end
        let startedAt = end?.startedAt ?? record.startedAt
        self.init(
            number: record.id.number, startedAt: startedAt.map { Timestamp($0) },
            endedAt: end?.endedAt.map { Timestamp($0) }, result: end.map { Result($0.kind) },
            text: end.map { $0.kind.text + $0.memoryText } ?? (startedAt == nil ? "starting" : "running"),
            userSeconds: end?.userMicroseconds.map { Double($0) / 1_000_000 },
            systemSeconds: end?.systemMicroseconds.map { Double($0) / 1_000_000 },
            maxResidentBytes: end?.maxResidentKibibytes.map { $0 * 1024 })
        if let startedAt, let endedAt = end?.endedAt {
            durationSeconds = Double((endedAt - startedAt).microseconds) / 1_000_000
        }
        switch end?.kind {
        case .exited(let code): exitCode = code
        case .signaled(let number, _): signal = number
        default: break
        }
    }
}

extension AttemptValue.Result {
    init(_ kind: AttemptEnd.Kind) {
        switch kind {
        case .exited: self = .exited
        case .signaled: self = .signaled
        case .failedToStart: self = .failedToStart
        case .timedOut: self = .timedOut
        case .cancelled: self = .cancelled
        case .lost: self = .lost
        case .interrupted: self = .interrupted
        }
    }
}

extension AttemptEnd.Kind {
    var text: String {
        switch self {
        case .exited(let code): "exited with \(code)"
        case .signaled(let signal, let core): "killed by signal \(signal)\(core ? ", core dumped" : "")"
        case .failedToStart(let reason): "failed to start: \(reason)"
        case .timedOut: "timed out"
        case .cancelled: "cancelled"
        case .lost: "lost: it ended and left no record"
        case .interrupted: "interrupted by a reboot"
        }
    }
}
