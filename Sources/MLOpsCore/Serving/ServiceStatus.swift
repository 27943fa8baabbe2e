/// How a service is, for people.
package struct ServiceStatus: Hashable, Sendable {
    package enum State: String, Sendable, CaseIterable {
        /// Nothing answers yet.
        case starting
        case serving
        /// One version answers and another is being brought up.
        case switching
        /// The server ended; the next is started after a pause.
        case restarting
        /// It ended again and again; it is tried less often.
        case broken
        /// Nothing is to be served.
        case stopped
    }

    package var state: State
    package var address: ServiceDefinition.Address?
    /// What answers.
    package var version: ModelVersionID?
    package var generation: Int64?
    package var since: Moment?
    /// What is being brought up.
    package var next: ModelVersionID?
    /// Failures in a row.
    package var failures: Int
    /// The last of them.
    package var problem: String?
}
