package import MLOpsSchedule

/// A change of the record.
///
/// All mutations of one decision are committed together or not at all.
///
/// Large payloads are indirect, or shared with the state: a list of mutations is made, grown and handed on at every event.
package enum Mutation: Hashable, Sendable {
    indirect case addEvidence(Evidence)
    /// A new use; there is one for each pair of evidence and operand.
    indirect case addUse(EvidenceUse)
    /// Of every use of this operand with disposition `latched` and evidence within the range.
    case settleLatched(PipelineName, operand: String, from: EvidenceID, through: EvidenceID, Disposition)
    /// Of every use that is merged into the request.
    case settleMerged(RequestID, Disposition)
    indirect case addDecision(DecisionRecord)
    /// Inserted, or replaced when the same (pipeline, kind, trigger, summary) was the pipeline's newest decision:
    /// then only its last time and count change.
    indirect case repeatDecision(DecisionRecord)
    case putRequest(Shared<RunRequest>)
    case endRequest(RequestID, RequestEnd)
    case putRun(Shared<Run>)
    indirect case putAttempt(AttemptRecord)
    indirect case putVersion(ModelVersion)
    /// Of a version that is registered.
    case setVersionStatus(ModelVersionID, ModelVersion.Status, because: String)
    case putAlias(PipelineName, alias: String, ModelVersionID?)
    indirect case addAliasMove(AliasMove)
    case putDeployment(Shared<Deployment>)
    case putPipeline(Shared<PipelineState>)
    case putDefinition(id: String, PipelineName, source: String)
    case putCounters(Counters)
    /// The index of a dataset's files: each record replaces the one of its path.
    case putFiles(PipelineName, DatasetName, [FileRecord])
    /// Files up to the cutoffs are no longer new to later runs.
    case useFiles(PipelineName, RunID, [Run.Cutoff])
    /// What a drift monitor judged, and what it remembers from now on.
    indirect case putWindow(EvidenceID, PipelineName, WindowJudgement, at: Instant)
    /// One for each key; old ones may be forgotten.
    indirect case keepReply(KeptReply)
    /// Those outside who want to hear of it are told after the commit.
    indirect case publish(Notice, at: Instant)
}

/// What became of a request.
package enum RequestEnd: Hashable, Sendable, Codable {
    case started(RunID)
    case expired(String)
    case withdrawn(String)
}

/// The last serial numbers given out.
package struct Counters: Hashable, Sendable, Codable {
    package var evidence: Int64 = 0
    package var decision: Int64 = 0
    package var request: Int64 = 0
    package var run: Int64 = 0
    package var deployment: Int64 = 0

    package init() {}
}

/// An attempt as the record keeps it.
package struct AttemptRecord: Hashable, Sendable, Codable {
    package var id: AttemptID
    package var pipeline: PipelineName
    /// When its start was committed; the step's own times are in `end`.
    package var intendedAt: Instant
    package var startedAt: Instant?
    /// nil: not ended.
    package var end: AttemptEnd?

    package init(
        id: AttemptID, pipeline: PipelineName, intendedAt: Instant, startedAt: Instant? = nil, end: AttemptEnd? = nil
    ) {
        self.id = id
        self.pipeline = pipeline
        self.intendedAt = intendedAt
        self.startedAt = startedAt
        self.end = end
    }
}
