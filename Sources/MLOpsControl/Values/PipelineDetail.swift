/// The answer of `GET /v1/pipelines/{name}`.
package struct PipelineDetail: Codable, Sendable, Hashable {
    package var pipeline: PipelineSummary
    /// The id of the definition in force.
    package var definition: String?
    /// nil: nothing is on probation.
    package var probation: ProbationValue?
    /// nil: nothing is tried in the shadow.
    package var shadow: ShadowValue?
    package var steps: [String]
    package var triggers: [TriggerSummary]
    package var datasets: [DatasetSummary]
    /// The requests that wait, in the order in which they will start.
    package var requests: [RequestSummary]
    /// The newest first; bounded.
    package var recentRuns: [RunSummary]
    /// The newest first; bounded.
    package var recentDecisions: [DecisionSummary]

    package init(
        pipeline: PipelineSummary, definition: String? = nil, probation: ProbationValue? = nil,
        shadow: ShadowValue? = nil,
        steps: [String] = [], triggers: [TriggerSummary] = [],
        datasets: [DatasetSummary] = [], requests: [RequestSummary] = [], recentRuns: [RunSummary] = [],
        recentDecisions: [DecisionSummary] = []
    ) {
        self.pipeline = pipeline
        self.definition = definition
        self.probation = probation
        self.shadow = shadow
        self.steps = steps
        self.triggers = triggers
        self.datasets = datasets
        self.requests = requests
        self.recentRuns = recentRuns
        self.recentDecisions = recentDecisions
    }
}
