/// The body of `POST /v1/pipelines/{name}/rollback`.
package struct RollbackBody: Codable, Sendable, Hashable {
    /// A former champion, `flights/2`; nil: the one before.
    package var to: String?
    package var reason: String?

    package init(to: String? = nil, reason: String? = nil) {
        self.to = to
        self.reason = reason
    }
}
