/// A wish to run a pipeline that waits.
package struct RequestSummary: Codable, Sendable, Hashable {
    /// `q5`.
    package var id: String
    package var createdAt: Timestamp
    package var causes: [CauseValue]
    package var priority: Int
    /// The moment after which it expires instead of starting.
    package var startBy: Timestamp?
    /// What it waits for.
    package var waitingFor: String?
    package var requestedBy: ActorValue?

    package init(
        id: String, createdAt: Timestamp, causes: [CauseValue] = [], priority: Int, startBy: Timestamp? = nil,
        waitingFor: String? = nil, requestedBy: ActorValue? = nil
    ) {
        self.id = id
        self.createdAt = createdAt
        self.causes = causes
        self.priority = priority
        self.startBy = startBy
        self.waitingFor = waitingFor
        self.requestedBy = requestedBy
    }
}
