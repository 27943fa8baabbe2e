/// A pipeline and how it is.
package struct PipelineSummary: Codable, Sendable, Hashable {
    package enum State: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case idle
        /// A request waits and no run is active.
        case pending
        case running
        case paused
        /// Its definition is invalid or gone.
        case disabled
        /// Too many failures in a row; only a change or a forced run tries again.
        case breakerOpen = "breaker-open"
    }

    package struct Pause: Codable, Sendable, Hashable {
        package var since: Timestamp
        package var until: Timestamp?
        package var by: ActorValue
        package var reason: String?

        package init(since: Timestamp, until: Timestamp? = nil, by: ActorValue, reason: String? = nil) {
            self.since = since
            self.until = until
            self.by = by
            self.reason = reason
        }
    }

    package var name: String
    package var description: String?
    /// The definition file.
    package var file: String?
    package var state: State
    /// Why it is paused, disabled, pending or held back by its breaker; one sentence.
    package var stateReason: String?
    package var pause: Pause?
    package var activeRuns: [String]
    package var pendingRequests: Int
    package var consecutiveFailures: Int
    package var lastRun: RunSummary?
    package var lastSuccessAt: Timestamp?
    /// The earliest time at which something can become due, with the trigger that it is for.
    package var nextAt: Timestamp?
    package var nextTrigger: String?
    /// The version in production: `flights/3`.
    package var champion: String?
    package var championSince: Timestamp?
    /// nil: the daemon runs none for it.
    package var service: ServiceValue?
    /// nil: no model version waits for a person.
    package var approval: ApprovalValue?

    package init(
        name: String, description: String? = nil, file: String? = nil, state: State, stateReason: String? = nil,
        pause: Pause? = nil, activeRuns: [String] = [], pendingRequests: Int, consecutiveFailures: Int,
        lastRun: RunSummary? = nil, lastSuccessAt: Timestamp? = nil, nextAt: Timestamp? = nil,
        nextTrigger: String? = nil, champion: String? = nil, championSince: Timestamp? = nil,
        service: ServiceValue? = nil, approval: ApprovalValue? = nil
    ) {
        self.name = name
        self.description = description
        self.file = file
        self.state = state
        self.stateReason = stateReason
        self.pause = pause
        self.activeRuns = activeRuns
        self.pendingRequests = pendingRequests
        self.consecutiveFailures = consecutiveFailures
        self.lastRun = lastRun
        self.lastSuccessAt = lastSuccessAt
        self.nextAt = nextAt
        self.nextTrigger = nextTrigger
        self.champion = champion
        self.championSince = championSince
        self.service = service
        self.approval = approval
    }
}
