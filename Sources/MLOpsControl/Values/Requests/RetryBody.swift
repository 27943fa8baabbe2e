/// The body of `POST /v1/runs/{id}/retry`.
package struct RetryBody: Codable, Sendable, Hashable {
    /// The step to begin again from; nil: the first that did not succeed.
    package var from: String?

    package init(from: String? = nil) {
        self.from = from
    }
}
