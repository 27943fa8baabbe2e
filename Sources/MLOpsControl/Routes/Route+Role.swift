/// What a caller may do; each role includes those before it.
package enum Role: Int, Comparable, Sendable, CaseIterable {
    /// Reads everything but the files of the configuration and the whole record.
    case viewer
    /// Runs, cancels, pauses, deploys and rolls back, and hands over predictions and metrics.
    case `operator`
    /// Sees the files of the configuration and puts them in force, copies the record, lets models go live that wait
    /// for somebody to say so or that were refused, removes what policies do not keep, and forgets pipelines.
    case admin

    package static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }
}

extension Role: CustomStringConvertible {
    package var description: String {
        switch self {
        case .viewer: "viewer"
        case .operator: "operator"
        case .admin: "administrator"
        }
    }

    /// `an operator`.
    package var withArticle: String { (self == .viewer ? "a " : "an ") + description }
}

extension Role {
    /// The group whose members have it.
    package var group: String {
        switch self {
        case .viewer: "mlopsd-view"
        case .operator: "mlopsd"
        case .admin: "mlopsd-admin"
        }
    }
}

extension Route {
    /// The least that a caller must be.
    package var role: Role {
        switch self {
        // Addresses of receivers are often secrets, and a copy of the record takes its room on the disk.
        case .configuration, .backup, .reload, .approve, .prune, .forget: .admin
        default: method == .get ? .viewer : .operator
        }
    }

    /// The least that a caller must be to make a model live that a gate or a person refused, or nobody approved yet.
    package static let roleOfForce = Role.admin

    /// Whether it commands something, as opposed to handing over data, which may come many times a second.
    package var isCommand: Bool {
        switch self {
        case .addPredictions, .addLabels, .addMetrics: false
        default: method == .post
        }
    }
}
