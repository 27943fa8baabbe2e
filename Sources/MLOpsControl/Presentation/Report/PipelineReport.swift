/// What the page of a pipeline is made of: the daemon's answers of one moment.
package struct PipelineReport: Sendable {
    package var detail: PipelineDetail
    /// nil: the pipeline does not say where its predictions are.
    package var performance: PerformanceResponse?
    package var drift: DriftResponse
    /// The newest first.
    package var versions: [ModelVersionSummary]
    /// The newest first.
    package var deployments: [DeploymentSummary]

    package init(
        detail: PipelineDetail, performance: PerformanceResponse?, drift: DriftResponse,
        versions: [ModelVersionSummary], deployments: [DeploymentSummary]
    ) {
        self.detail = detail
        self.performance = performance
        self.drift = drift
        self.versions = versions
        self.deployments = deployments
    }
}
