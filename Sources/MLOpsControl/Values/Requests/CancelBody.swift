/// The body of `POST /v1/runs/{id}/cancel`.
package struct CancelBody: Codable, Sendable, Hashable {
    package var reason: String?

    package init(reason: String? = nil) {
        self.reason = reason
    }
}
