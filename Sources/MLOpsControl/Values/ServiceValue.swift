/// The prediction service that the daemon runs for a pipeline.
package struct ServiceValue: Codable, Sendable, Hashable {
    package enum State: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        /// Nothing answers yet.
        case starting
        case serving
        /// One version answers, and another is being brought up.
        case switching
        /// The server ended, and the next is not ready yet.
        case restarting
        /// It ended again and again, and is tried less often.
        case broken
        case stopped
    }

    package var state: State
    /// `127.0.0.1:8080`, or the path of a socket.
    package var address: String?
    /// What answers.
    package var version: String?
    /// Counts the servers that were started for the pipeline.
    package var generation: Int64?
    package var since: Timestamp?
    /// What is being brought up.
    package var next: String?
    /// Failures in a row.
    package var failures: Int
    /// The last of them.
    package var problem: String?

    package init(
        state: State, address: String? = nil, version: String? = nil, generation: Int64? = nil,
        since: Timestamp? = nil, next: String? = nil, failures: Int = 0, problem: String? = nil
    ) {
        self.state = state
        self.address = address
        self.version = version
        self.generation = generation
        self.since = since
        self.next = next
        self.failures = failures
        self.problem = problem
    }
}
