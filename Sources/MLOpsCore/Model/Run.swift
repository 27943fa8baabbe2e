/// An execution of a pipeline with everything pinned.
package struct Run: Hashable, Sendable, Codable {
    /// The last file of a dataset that the run may read.
    package struct Cutoff: Hashable, Sendable, Codable {
        package var dataset: DatasetName
        package var sequence: Int64

        package init(dataset: DatasetName, sequence: Int64) {
            self.dataset = dataset
            self.sequence = sequence
        }
    }

    package struct Cancellation: Hashable, Sendable, Codable {
        package var by: Actor
        package var reason: String?

        package init(by: Actor, reason: String?) {
            self.by = by
            self.reason = reason
        }
    }

    package var id: RunID
    package var pipeline: PipelineName
    /// The id of the definition that it runs, whatever the file says by now.
    package var definition: String
    @Shared package var request: RunRequest
    package var decision: DecisionID
    package var startedAt: Moment
    package var endedAt: Moment?
    package var phase: RunPhase
    package var steps: [StepRun]
    package var cutoffs: [Cutoff]
    package var manifest: ManifestSummary?
    /// Why its result can not be trusted, for example an input that changed while it ran.
    package var taints: [String] = []
    package var cancellation: Cancellation?
    package var candidate: Candidate?
    package var version: ModelVersionID?
    package var gates: [GateResult] = []
    /// The champion that the gates compared the candidate with; nil: none, or they were not judged.
    package var comparedWith: ModelVersionID?
    /// The model in production when the run started: what its candidate is compared with.
    package var champion: ModelVersionID?

    package init(
        id: RunID, pipeline: PipelineName, definition: String, request: Shared<RunRequest>, decision: DecisionID,
        startedAt: Moment, steps: [StepRun], cutoffs: [Cutoff], champion: ModelVersionID?
    ) {
        self.id = id
        self.pipeline = pipeline
        self.definition = definition
        _request = request
        self.decision = decision
        self.startedAt = startedAt
        self.phase = .freezing
        self.steps = steps
        self.cutoffs = cutoffs
        self.champion = champion
    }

    package var isActive: Bool { phase.outcome == nil }
    /// One line for people and for `MLOPS_REASON`.
    package var reason: String { request.causes.reason }
}
