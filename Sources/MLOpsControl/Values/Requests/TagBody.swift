/// The body of `POST /v1/models/{pipeline}/{number}/tags/{name}`.
package struct TagBody: Codable, Sendable, Hashable {
    /// nil: the tag goes.
    package var value: String?

    package init(value: String? = nil) { self.value = value }
}
