package import MLOpsCore

/// Which evidence a list holds.
package enum EvidenceFilter: Hashable, Sendable {
    case all
    case pipeline(PipelineName)
    case trigger(PipelineName, TriggerName)
    /// What the run consumed.
    case run(RunID)
    /// What is merged into the pending request.
    case request(RequestID)
}
