/// How far a run is.
///
/// It only ever moves down this list.
package enum RunPhase: Hashable, Sendable, Codable {
    /// Its input files are being listed and hashed.
    case freezing
    case running
    /// Inputs are verified, what the steps left is read and hashed.
    case collecting
    /// The candidate is being moved into the store of versions.
    case registering
    /// The candidate is in the store, and what its gates ask for is being measured.
    case judging
    case deploying
    case ended(Outcome)

    package var outcome: Outcome? {
        if case .ended(let outcome) = self { outcome } else { nil }
    }
}

/// How a run ended.
package enum Outcome: Hashable, Sendable, Codable {
    /// The candidate is live; or, where nothing is deployed or produced, all steps succeeded.
    case succeeded
    /// A gate refused the candidate.
    case refused(String)
    case failed(String)
    case cancelled(String)

    package var word: String {
        switch self {
        case .succeeded: "succeeded"
        case .refused: "refused"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }

    package var detail: String? {
        switch self {
        case .succeeded: nil
        case .refused(let text), .failed(let text), .cancelled(let text): text
        }
    }
}
