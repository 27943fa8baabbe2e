package import MLOpsControl
package import MLOpsCore
package import MLOpsSchedule

extension Timestamp {
    package init(_ instant: Instant) { self.init(microseconds: instant.microseconds) }
    package init(_ moment: Moment) { self.init(moment.wall) }
}

extension ActorValue {
    init(_ actor: Actor) { self.init(uid: actor.uid, pid: actor.pid, name: actor.name) }
}

extension MetricValue {
    init(_ metric: Candidate.Metric) { self.init(name: metric.name, value: metric.value) }
}

extension ManifestValue {
    init(_ summary: ManifestSummary) {
        self.init(
            files: summary.files, newFiles: summary.newFiles, bytes: summary.bytes, digest: summary.digest)
    }
}

extension GateValue {
    init(_ result: GateResult) {
        self.init(
            gate: result.gate, verdict: Verdict(rawValue: result.verdict.rawValue) ?? .inconclusive,
            observed: result.observed, bound: result.bound, explanation: result.explanation,
            evidence: result.evidence.map(Evidence.init), segments: result.segments?.map(Segment.init))
    }
}

extension GateValue.Evidence {
    init(_ evidence: GateEvidence) {
        self.init(
            method: evidence.method, rows: evidence.rows, lower: evidence.lower, upper: evidence.upper,
            difference: evidence.difference, p: evidence.p)
    }
}

extension GateValue.Segment {
    init(_ segment: SegmentVerdict) {
        self.init(
            segment: segment.segment, verdict: GateValue.Verdict(rawValue: segment.verdict.rawValue) ?? .inconclusive,
            rows: segment.rows, observed: segment.observed, bound: segment.bound)
    }
}

extension CauseValue {
    init(_ cause: RunRequest.Cause) { self.init(trigger: cause.trigger?.text, reason: cause.reason) }
}

extension VerdictValue {
    init(_ verdict: MLOpsCore.Verdict) {
        switch verdict {
        case .true: self = .true
        case .false: self = .false
        case .unknown: self = .unknown
        }
    }
}

extension ExplanationNode {
    init(_ explanation: Explanation) {
        self.init(
            subject: explanation.subject, verdict: VerdictValue(explanation.verdict), text: explanation.text,
            values: explanation.values.map { Value(name: $0.name, text: $0.text) }, missing: explanation.missing,
            nextAt: explanation.next.map { Timestamp($0) }, children: explanation.children.map(ExplanationNode.init))
    }
}

extension RequestSummary {
    init(_ request: RunRequest) {
        self.init(
            id: request.id.description, createdAt: Timestamp(request.createdAt),
            causes: request.causes.map(CauseValue.init), priority: request.priority,
            startBy: request.startBy.map { Timestamp($0) }, waitingFor: request.heldBecause,
            requestedBy: request.requestedBy.map(ActorValue.init))
    }
}

extension EventLine {
    init(_ notice: Notice, cursor: String, at now: Moment) {
        self.init(
            cursor: cursor, at: Timestamp(now), kind: notice.kind.word, pipeline: notice.pipeline.text,
            text: notice.text, trigger: notice.trigger?.text, run: notice.run?.description, step: notice.step?.text,
            version: notice.version?.description, decision: notice.decision?.description)
    }
}
