/// What follows from a rule that is broken.
package enum Severity: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// Worth knowing.
    case info
    /// Worth a look; the data is used.
    case warn
    /// The data is not used, and does not start a training.
    case block

    package static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .info: 0
        case .warn: 1
        case .block: 2
        }
    }
}
