/// The body of `POST /v1/models/{pipeline}/{number}/approve` and `.../reject`.
package struct VerdictBody: Codable, Sendable, Hashable {
    package var reason: String?

    package init(reason: String? = nil) { self.reason = reason }
}
