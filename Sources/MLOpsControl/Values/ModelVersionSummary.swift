/// A registered model in one line.
package struct ModelVersionSummary: Codable, Sendable, Hashable {
    package enum Status: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        /// Passed its gates.
        case accepted
        /// A gate refused it; kept for comparison.
        case refused
        /// No gate refused it, and not all could judge it.
        case inconclusive
        /// Passed its gates and waits for a person.
        case awaiting
        /// A person did not want it.
        case rejected
        /// Was live and was taken back because it did harm.
        case bad
    }

    /// `flights/3`.
    package var id: String
    package var pipeline: String
    package var number: Int64
    package var status: Status
    /// Why it came to this status after its gates, and by whom; absent: its gates say it.
    package var statusReason: String?
    /// When its files were removed because no policy keeps them; absent: they are there.
    package var prunedAt: Timestamp?
    /// `champion`, `previous`, `challenger`.
    package var aliases: [String]
    package var run: String
    package var registeredAt: Timestamp
    /// Hex SHA-256 of the tree.
    package var digest: String
    package var files: Int64
    package var bytes: Int64
    package var metrics: [MetricValue]

    package init(
        id: String, pipeline: String, number: Int64, status: Status, statusReason: String? = nil,
        prunedAt: Timestamp? = nil, aliases: [String] = [], run: String, registeredAt: Timestamp, digest: String,
        files: Int64, bytes: Int64, metrics: [MetricValue] = []
    ) {
        self.id = id
        self.pipeline = pipeline
        self.number = number
        self.status = status
        self.statusReason = statusReason
        self.prunedAt = prunedAt
        self.aliases = aliases
        self.run = run
        self.registeredAt = registeredAt
        self.digest = digest
        self.files = files
        self.bytes = bytes
        self.metrics = metrics
    }
}
