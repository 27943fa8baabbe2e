/// The body of `POST /v1/models/{pipeline}/{number}/promote` and `.../deploy`.
package struct PromoteBody: Codable, Sendable, Hashable {
    /// Also what a gate or a person refused; default: false.
    package var force: Bool?
    package var reason: String?

    package init(force: Bool? = nil, reason: String? = nil) {
        self.force = force
        self.reason = reason
    }
}
