/// What became of a piece of evidence for one trigger.
///
/// `latched` and `merged` are alive; every other value is final and never changes.
package enum Disposition: Hashable, Sendable, Codable {
    /// Kept until the trigger's condition is met.
    case latched
    /// Part of a pending request.
    case merged(RequestID)
    case consumed(RunID)
    case suppressed(String)
    case expired(String)
    case superseded(by: EvidenceID)
    case withdrawn(String)
    case quarantined(String)

    package var isFinal: Bool {
        switch self {
        case .latched, .merged: false
        case .consumed, .suppressed, .expired, .superseded, .withdrawn, .quarantined: true
        }
    }
}
