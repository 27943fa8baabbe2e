/// The body of `POST /v1/pipelines/{name}/aliases/{alias}`.
package struct AliasBody: Codable, Sendable, Hashable {
    /// The version that it is to point to, `flights/2`; nil: the alias goes.
    package var version: String?
    /// Where it has to point now for this to happen, `flights/1`, or `nothing`; nil: anywhere.
    package var expected: String?
    package var reason: String?

    package init(version: String? = nil, expected: String? = nil, reason: String? = nil) {
        self.version = version
        self.expected = expected
        self.reason = reason
    }
}
