/// One of the answer of `GET /v1/outbox`: who is told of events, and how far that is.
package struct ReceiverSummary: Codable, Sendable, Hashable {
    package var receiver: String
    /// Events that wait to be told.
    package var pending: Int64
    /// Events that it refused for good; it is not told of them again.
    package var refused: Int64
    /// When the oldest event that waits happened.
    package var oldestAt: Timestamp?
    /// Why the last attempt that failed did.
    package var failure: String?

    package init(
        receiver: String, pending: Int64, refused: Int64, oldestAt: Timestamp? = nil, failure: String? = nil
    ) {
        self.receiver = receiver
        self.pending = pending
        self.refused = refused
        self.oldestAt = oldestAt
        self.failure = failure
    }
}
