/// The answer of `GET /v1/models/{pipeline}/{number}`.
package struct ModelVersionDetail: Codable, Sendable, Hashable {
    package var version: ModelVersionSummary
    /// Where its files lie.
    package var path: String?
    package var gates: [GateValue]
    /// The version that it was compared with.
    package var comparedWith: String?
    package var manifest: ManifestValue?
    /// Words of people.
    package var tags: [String: String]
    /// When its files were removed because no policy keeps them; absent: they are there.
    package var prunedAt: Timestamp?
    /// Oldest first.
    package var deployments: [DeploymentSummary]

    package init(
        version: ModelVersionSummary, path: String? = nil, gates: [GateValue] = [], comparedWith: String? = nil,
        manifest: ManifestValue? = nil, tags: [String: String] = [:], prunedAt: Timestamp? = nil,
        deployments: [DeploymentSummary] = []
    ) {
        self.version = version
        self.path = path
        self.gates = gates
        self.comparedWith = comparedWith
        self.manifest = manifest
        self.tags = tags
        self.prunedAt = prunedAt
        self.deployments = deployments
    }
}
