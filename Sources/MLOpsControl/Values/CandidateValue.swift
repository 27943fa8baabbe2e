/// The model that a run produced.
package struct CandidateValue: Codable, Sendable, Hashable {
    /// Hex SHA-256 of the tree; nil: the run left no model.
    package var digest: String?
    package var files: Int64
    package var bytes: Int64

    package init(digest: String? = nil, files: Int64, bytes: Int64) {
        self.digest = digest
        self.files = files
        self.bytes = bytes
    }
}
