/// The body of `POST /v1/pipelines/{name}/runs`.
///
/// Every member may be left out.
package struct RunRequestBody: Codable, Sendable, Hashable {
    package var reason: String?
    package var parameters: [String: String]?
    package var priority: Int?
    /// Passes over the breaker and the repetition of equal evidence; default false.
    package var force: Bool?
    /// False: a run of its own instead of joining a pending request; default true.
    package var coalesce: Bool?
    /// Only explains what would happen; default false.
    package var dryRun: Bool?

    package init(
        reason: String? = nil, parameters: [String: String]? = nil, priority: Int? = nil, force: Bool? = nil,
        coalesce: Bool? = nil, dryRun: Bool? = nil
    ) {
        self.reason = reason
        self.parameters = parameters
        self.priority = priority
        self.force = force
        self.coalesce = coalesce
        self.dryRun = dryRun
    }
}
