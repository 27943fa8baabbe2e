/// An immutable registered model.
package struct ModelVersion: Hashable, Sendable, Codable {
    package enum Status: String, Sendable, Codable, CaseIterable {
        /// Passed its gates.
        case accepted
        /// A gate refused it; kept for comparison.
        case refused
        /// No gate refused it, and not all could judge it; it goes live when a person says so.
        case inconclusive
        /// Passed its gates and waits for a person.
        case awaiting
        /// A person did not want it.
        case rejected
        /// Was live and was taken back because it did harm; automation never makes it live again.
        case bad
    }

    package var id: ModelVersionID
    package var run: RunID
    /// Hex SHA-256 of the tree.
    package var digest: String
    package var files: Int64
    package var bytes: Int64
    package var metrics: [Candidate.Metric]
    package var status: Status
    /// Why it came to this status after its gates, and by whom; nil: its gates say it.
    package var statusReason: String?
    package var registeredAt: Moment

    package init(
        id: ModelVersionID, run: RunID, digest: String, files: Int64, bytes: Int64, metrics: [Candidate.Metric],
        status: Status, registeredAt: Moment
    ) {
        self.id = id
        self.run = run
        self.digest = digest
        self.files = files
        self.bytes = bytes
        self.metrics = metrics
        self.status = status
        self.registeredAt = registeredAt
    }
}
