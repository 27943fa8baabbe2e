/// The answer of `GET /v1/models/{pipeline}/{number}/lineage`.
package struct LineageResponse: Codable, Sendable, Hashable {
    package var version: String
    package var root: LineageNode

    package init(version: String, root: LineageNode) {
        self.version = version
        self.root = root
    }
}
