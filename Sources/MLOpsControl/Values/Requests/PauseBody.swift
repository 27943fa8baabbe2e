/// The body of `POST /v1/pipelines/{name}/pause`.
package struct PauseBody: Codable, Sendable, Hashable {
    /// nil: until it is resumed.
    package var until: Timestamp?
    package var reason: String?

    package init(until: Timestamp? = nil, reason: String? = nil) {
        self.until = until
        self.reason = reason
    }
}
