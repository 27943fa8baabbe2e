/// The answer of `GET /v1/version`.
package struct VersionResponse: Codable, Sendable, Hashable {
    /// Always `mlopsd`.
    package var name: String
    package var version: String
    /// The version of this API; rises only with a change that old clients can not read.
    package var api: Int

    package init(name: String, version: String, api: Int) {
        self.name = name
        self.version = version
        self.api = api
    }
}
