package import MLOpsCore
package import MLOpsSchedule

/// A line of a list of runs.
package struct RunSummary: Hashable, Sendable {
    package let id: RunID
    package let pipeline: PipelineName
    /// `freezing`, `running`, `collecting`, `registering`, `judging`, `deploying` or `ended`.
    package let phase: String
    /// `succeeded`, `refused`, `failed` or `cancelled`; nil: the run is active.
    package let outcome: String?
    package let detail: String?
    package let definition: String
    package let decision: DecisionID
    package let request: RequestID
    /// What asked first; nil: a person.
    package let trigger: TriggerName?
    package let reason: String
    package let retryOf: RunID?
    package let version: ModelVersionID?
    package let champion: ModelVersionID?
    package let manifestDigest: String?
    package let startedAt: Instant
    package let endedAt: Instant?
}
