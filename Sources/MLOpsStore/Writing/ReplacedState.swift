import MLOpsCore

/// The state that a mutation replaces whole, so that of several only the last counts.
enum ReplacedState: Hashable {
    case pipeline(PipelineName)
    case run(RunID)
    case attempt(AttemptID)

    /// Returns nil for a mutation that adds to the record.
    init?(_ mutation: Mutation) {
        switch mutation {
        case .putPipeline(let state): self = .pipeline(state.name)
        case .putRun(let run): self = .run(run.id)
        case .putAttempt(let attempt): self = .attempt(attempt.id)
        default: return nil
        }
    }
}
