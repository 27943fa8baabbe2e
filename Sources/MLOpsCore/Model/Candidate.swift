/// What a run's last step left in `MLOPS_MODEL`, and the metrics that its steps wrote.
package struct Candidate: Hashable, Sendable, Codable {
    package struct Metric: Hashable, Sendable, Codable {
        package var name: String
        /// Finite.
        package var value: Double

        package init(name: String, value: Double) {
            self.name = name
            self.value = value
        }
    }

    /// Hex SHA-256 of the tree; nil when the run left no model.
    package var digest: String?
    package var files: Int64
    package var bytes: Int64
    /// In the order of the metrics file.
    package var metrics: [Metric]

    package init(digest: String?, files: Int64, bytes: Int64, metrics: [Metric]) {
        self.digest = digest
        self.files = files
        self.bytes = bytes
        self.metrics = metrics
    }
}
