/// A piece of evidence and what became of it for one trigger.
package struct EvidenceUse: Codable, Sendable, Hashable {
    /// `e12`.
    package var id: String
    /// One line: `slot 2026-11-23 03:00:00 UTC`, `12 files in customers`.
    package var fact: String
    package var recordedAt: Timestamp
    package var trigger: String?
    /// `latched`, `merged`, `consumed`, `suppressed`, `expired`, `superseded`, `withdrawn` or `quarantined`.
    package var disposition: String
    /// The run or request that took it, or why it was not used.
    package var detail: String?

    package init(
        id: String, fact: String, recordedAt: Timestamp, trigger: String? = nil, disposition: String,
        detail: String? = nil
    ) {
        self.id = id
        self.fact = fact
        self.recordedAt = recordedAt
        self.trigger = trigger
        self.disposition = disposition
        self.detail = detail
    }
}
