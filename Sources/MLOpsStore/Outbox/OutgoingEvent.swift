package import MLOpsCore
package import MLOpsSchedule

/// Something that happened and that a receiver was not told of yet.
package struct OutgoingEvent: Hashable, Sendable {
    /// Rises with every event of this record.
    package let id: Int64
    package let happenedAt: Instant
    package let notice: Notice
    /// How often it was tried in vain.
    package let attempts: Int

    package init(id: Int64, happenedAt: Instant, notice: Notice, attempts: Int) {
        self.id = id
        self.happenedAt = happenedAt
        self.notice = notice
        self.attempts = attempts
    }
}

/// How far a receiver is.
package struct OutboxState: Hashable, Sendable {
    package let receiver: String
    package let pending: Int64
    /// Events that the receiver refused for good.
    package let refused: Int64
    /// When the oldest event that waits happened.
    package let oldest: Instant?
    /// When the newest event happened that the receiver refused.
    package let lastRefused: Instant?
    /// Of the event that was tried last in vain.
    package let failure: String?
}
