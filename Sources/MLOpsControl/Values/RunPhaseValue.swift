/// How far a run is.
package enum RunPhaseValue: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
    /// Its input files are being listed and hashed.
    case freezing
    case running
    /// Inputs are verified, what the steps left is read and hashed.
    case collecting
    /// The candidate is being moved into the store of versions.
    case registering
    /// What its gates ask for is being measured.
    case judging
    case deploying
    case ended
}
