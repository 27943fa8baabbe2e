/// The body of `POST /v1/prune`.
package struct PruneBody: Codable, Sendable, Hashable {
    /// nil: all pipelines.
    package var pipeline: String?
    /// Only says what would be removed.
    package var dryRun: Bool?

    package init(pipeline: String? = nil, dryRun: Bool? = nil) {
        self.pipeline = pipeline
        self.dryRun = dryRun
    }
}
