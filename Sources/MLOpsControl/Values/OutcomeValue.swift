/// How a run ended.
package enum OutcomeValue: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
    case succeeded
    /// A gate refused the candidate.
    case refused
    case failed
    case cancelled
}
