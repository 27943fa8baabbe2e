package import MLOpsSchedule

/// A pending wish to run a pipeline.
///
/// New wishes join it, so it holds sums of evidence, not lists of it.
package struct RunRequest: Hashable, Sendable, Codable {
    package struct Cause: Hashable, Sendable, Codable {
        /// nil: asked for on demand.
        package var trigger: TriggerName?
        /// One line of text: what came true.
        package var reason: String
        package var lastEvidence: EvidenceID

        package init(trigger: TriggerName?, reason: String, lastEvidence: EvidenceID) {
            self.trigger = trigger
            self.reason = reason
            self.lastEvidence = lastEvidence
        }
    }

    package var id: RequestID
    package var pipeline: PipelineName
    package var createdAt: Moment
    /// One per trigger and one for all demands; a cause that comes true again replaces its reason.
    package var causes: [Cause]
    package var priority: Int
    /// The moment after which it is expired instead of started.
    package var startBy: Instant?
    package var parameters: [Parameter]
    package var requestedBy: Actor?
    /// Passes over breaker and repetition of equal evidence.
    package var isForced: Bool
    /// On demand: neither cooldown nor budgets hold it.
    package var isOnDemand: Bool
    /// Why it has not started yet, as last decided.
    package var heldBecause: String?
    package var retryOf: RunID?
    /// The inputs to use; nil: all that are there when it starts.
    package var cutoffs: [Run.Cutoff]?
    /// With `retryOf`: the step to begin again from; those before it are taken over from that run.
    package var retryFrom: StepName?

    package init(
        id: RequestID, pipeline: PipelineName, createdAt: Moment, causes: [Cause], priority: Int,
        startBy: Instant? = nil, parameters: [Parameter] = [], requestedBy: Actor? = nil, isForced: Bool = false,
        isOnDemand: Bool = false, retryOf: RunID? = nil, retryFrom: StepName? = nil
    ) {
        self.id = id
        self.pipeline = pipeline
        self.createdAt = createdAt
        self.causes = causes
        self.priority = priority
        self.startBy = startBy
        self.parameters = parameters
        self.requestedBy = requestedBy
        self.isForced = isForced
        self.isOnDemand = isOnDemand
        self.retryOf = retryOf
        self.retryFrom = retryFrom
    }
}
