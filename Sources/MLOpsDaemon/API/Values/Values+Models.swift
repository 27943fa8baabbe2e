import MLOpsSchedule
import MLOpsControl
import MLOpsCore
import MLOpsStore

extension ModelVersionSummary {
    /// - Parameter pruned: the versions whose files are gone, and since when.
    init(_ version: ModelVersion, aliases: [Alias], pruned: [ModelVersionID: Instant] = [:]) {
        self.init(
            id: version.id.description, pipeline: version.id.pipeline.text, number: version.id.number,
            status: Status(version.status), statusReason: version.statusReason,
            prunedAt: pruned[version.id].map { Timestamp($0) },
            aliases: aliases.filter { $0.version == version.id }.map(\.alias), run: version.run.description,
            registeredAt: Timestamp(version.registeredAt), digest: version.digest, files: version.files,
            bytes: version.bytes, metrics: version.metrics.map(MetricValue.init))
    }
}

extension DeploymentSummary {
    /// - Parameter isCurrent: False for one that a later deployment replaced.
    init(_ deployment: Deployment, isCurrent: Bool) {
        self.init(
            id: deployment.id.description, pipeline: deployment.pipeline.text,
            action: deployment.action == .deploy ? .deploy : .rollback, state: .intended,
            version: deployment.version.description, digest: deployment.digest,
            replaced: deployment.replaced?.description, target: deployment.target,
            run: deployment.run?.description, by: ActorValue(deployment.by), reason: deployment.reason,
            startedAt: Timestamp(deployment.startedAt), endedAt: deployment.endedAt.map { Timestamp($0) })
        switch deployment.state {
        case .intended: break
        case .live: state = isCurrent ? .live : .replaced
        case .failed(let reason):
            state = .failed
            detail = reason
        }
    }
}

extension DecisionSummary {
    init(_ recorded: RecordedDecision) {
        let record = recorded.record
        self.init(
            id: record.id.description, pipeline: record.pipeline.text, kind: Kind(record.kind),
            trigger: record.trigger?.text, request: record.request?.description, run: record.run?.description,
            summary: record.summary, decidedAt: Timestamp(record.decidedAt),
            lastAt: recorded.count > 1 ? Timestamp(recorded.lastAt) : nil, count: recorded.count)
    }
}

extension DecisionSummary.Kind {
    init(_ kind: DecisionRecord.Kind) {
        switch kind {
        case .start: self = .start
        case .merge: self = .merge
        case .hold: self = .hold
        case .suppress: self = .suppress
        case .reject: self = .reject
        }
    }
}

extension Evidence.Fact {
    /// One line for people.
    var text: String {
        switch self {
        case .slot(let nominal): "slot \(nominal.rfc3339)"
        case .slotsMissed(let count, let first, let last, let reason):
            "\(Int64(count).counted("slot")) from \(first.rfc3339) to \(last.rfc3339) passed unused (\(reason))"
        case .batch(let batch): "\(batch.files.counted("new file")) in \(batch.dataset), \(batch.bytes.counted("byte"))"
        case .modelAged(let version): "model \(version) reached its age limit"
        case .pipelineChanged(_, let summary): summary
        case .requested(let actor, let reason): "asked for by \(actor.name)" + (reason.map { ": \($0)" } ?? "")
        case .performanceJudged(let status): status.judged.map(\.text) ?? "no window of predictions could be judged"
        case .windowJudged(let window):
            "\(window.files.counted("file")) of \(window.dataset), \(window.rows.counted("row")), compared with "
                + "\(window.reference): \(window.isAlarm ? "an alarm" : window.state.rawValue)"
        }
    }
}

extension PerformanceWindow {
    fileprivate var text: String {
        let span = "predictions of \(version) from \(start.rfc3339) to \(end.rfc3339)"
        return "\(span), \(labelled) of \(predictions) labelled: \(isBreach ? "over the bound" : "not over the bound")"
    }
}

extension Disposition {
    var word: String {
        switch self {
        case .latched: "latched"
        case .merged: "merged"
        case .consumed: "consumed"
        case .suppressed: "suppressed"
        case .expired: "expired"
        case .superseded: "superseded"
        case .withdrawn: "withdrawn"
        case .quarantined: "quarantined"
        }
    }

    var detail: String? {
        switch self {
        case .latched: nil
        case .merged(let request): request.description
        case .consumed(let run): run.description
        case .suppressed(let text), .expired(let text), .withdrawn(let text), .quarantined(let text): text
        case .superseded(let evidence): evidence.description
        }
    }
}

extension MLOpsControl.EvidenceUse {
    static func all(_ recorded: RecordedEvidence) -> [MLOpsControl.EvidenceUse] {
        recorded.uses.map { use in
            MLOpsControl.EvidenceUse(
                id: recorded.evidence.id.description, fact: recorded.evidence.fact.text,
                recordedAt: Timestamp(recorded.evidence.recordedAt), trigger: use.trigger?.text,
                disposition: use.disposition.word, detail: use.disposition.detail)
        }
    }
}

extension ModelVersionSummary.Status {
    init(_ status: ModelVersion.Status) {
        switch status {
        case .accepted: self = .accepted
        case .refused: self = .refused
        case .inconclusive: self = .inconclusive
        case .awaiting: self = .awaiting
        case .rejected: self = .rejected
        case .bad: self = .bad
        }
    }
}
