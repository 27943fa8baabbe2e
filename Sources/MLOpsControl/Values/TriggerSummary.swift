/// A trigger and when it can next come true.
package struct TriggerSummary: Codable, Sendable, Hashable {
    package enum Kind: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case schedule
        case newData = "new_data"
        case modelAge = "model_age"
        case pipelineChange = "pipeline_change"
        case drift
        case performance
        case combination
    }

    package var pipeline: String
    package var trigger: String
    package var kind: Kind
    package var verdict: VerdictValue
    /// One line: how it stands, for example `3 of 5 files`.
    package var text: String
    /// The earliest time at which it can come true without new evidence; nil: only evidence can make it true.
    package var nextAt: Timestamp?
    /// From the moment of the answer to `nextAt`; negative when overdue.
    package var leftSeconds: Double?
    /// When it last led to a request.
    package var lastAt: Timestamp?
    package var passedSeconds: Double?
    /// The run that it last led to.
    package var lastRun: String?
    /// What would have to happen, where that can be said.
    package var missing: String?
    /// False: it only counts as a part of a combination.
    package var firesAlone: Bool

    package init(
        pipeline: String, trigger: String, kind: Kind, verdict: VerdictValue, text: String, nextAt: Timestamp? = nil,
        leftSeconds: Double? = nil, lastAt: Timestamp? = nil, passedSeconds: Double? = nil, lastRun: String? = nil,
        missing: String? = nil, firesAlone: Bool
    ) {
        self.pipeline = pipeline
        self.trigger = trigger
        self.kind = kind
        self.verdict = verdict
        self.text = text
        self.nextAt = nextAt
        self.leftSeconds = leftSeconds
        self.lastAt = lastAt
        self.passedSeconds = passedSeconds
        self.lastRun = lastRun
        self.missing = missing
        self.firesAlone = firesAlone
    }
}
