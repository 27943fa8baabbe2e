/// The body of `POST /v1/runs/{id}/reproduce`.
package struct ReproduceBody: Codable, Sendable, Hashable {
    package init() {}
}
