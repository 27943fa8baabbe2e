import MLOpsCore

/// What a use of evidence waits for: all uses that wait for the same are settled together.
enum OpenUse: Hashable {
    case latched(PipelineName, operand: String)
    case merged(RequestID)

    /// Returns nil for a use whose disposition is final.
    init?(_ use: EvidenceUse) {
        switch use.disposition {
        case .latched: self = .latched(use.pipeline, operand: use.operand)
        case .merged(let request): self = .merged(request)
        default: return nil
        }
    }
}
