/// The answer of `GET /v1/models/{pipeline}/{number}`.
package struct ModelVersionDetail: Codable, Sendable, Hashable {
    package var version: ModelVersionSummary
    /// Where its files lie.
    package var path: String?
    package var gates: [GateValue]
    /// The version that it was compared with.
    package var comparedWith: String?
    package var manifest: ManifestValue?
    /// Oldest first.
    package var deployments: [DeploymentSummary]

    package init(
        version: ModelVersionSummary, path: String? = nil, gates: [GateValue] = [], comparedWith: String? = nil,
        manifest: ManifestValue? = nil, deployments: [DeploymentSummary] = []
    ) {
        self.version = version
        self.path = path
        self.gates = gates
        self.comparedWith = comparedWith
        self.manifest = manifest
        self.deployments = deployments
    }
}
