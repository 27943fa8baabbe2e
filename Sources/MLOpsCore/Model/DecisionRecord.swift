package import MLOpsSchedule

/// A decision about a pipeline, kept with its explanation.
package struct DecisionRecord: Hashable, Sendable, Codable {
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case start, merge, hold, suppress, reject
    }

    package var id: DecisionID
    package var pipeline: PipelineName
    package var kind: Kind
    /// nil: asked for on demand, or about a request of several triggers.
    package var trigger: TriggerName?
    package var request: RequestID?
    package var run: RunID?
    /// One line: what was decided and why.
    package var summary: String
    package var explanation: Explanation
    package var decidedAt: Instant
    /// Unique among starts: two equal keys would be two runs for the same evidence.
    package var dedupeKey: String?

    package init(
        id: DecisionID, pipeline: PipelineName, kind: Kind, trigger: TriggerName? = nil, request: RequestID? = nil,
        run: RunID? = nil, summary: String, explanation: Explanation, decidedAt: Instant, dedupeKey: String? = nil
    ) {
        self.id = id
        self.pipeline = pipeline
        self.kind = kind
        self.trigger = trigger
        self.request = request
        self.run = run
        self.summary = summary
        self.explanation = explanation
        self.decidedAt = decidedAt
        self.dedupeKey = dedupeKey
    }
}
