/// The answer of `GET /v1/pipelines/{name}/champion`: what was in production at a time, and since when and why.
package struct ChampionResponse: Codable, Sendable, Hashable {
    package var pipeline: String
    package var at: Timestamp
    /// nil: nothing was.
    package var deployment: DeploymentSummary?
    package var version: ModelVersionSummary?

    package init(
        pipeline: String, at: Timestamp, deployment: DeploymentSummary? = nil, version: ModelVersionSummary? = nil
    ) {
        self.pipeline = pipeline
        self.at = at
        self.deployment = deployment
        self.version = version
    }
}
