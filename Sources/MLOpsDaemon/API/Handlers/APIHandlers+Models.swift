import Hummingbird
import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import MLOpsStore

extension APIHandlers {
    func models(_ request: Request) throws -> [ModelVersionSummary] {
        let pipeline = request.pipelineFilter()
        let aliases = try services.store.aliases(of: pipeline)
        let page = try request.page { ModelVersionID(parsing: $0) }
        return try services.store.versions(pipeline: pipeline, page).map { ModelVersionSummary($0, aliases: aliases) }
    }

    func model(_ id: ModelVersionID) throws -> ModelVersionDetail {
        let version = try recorded(id)
        let run = try services.store.run(version.run)
        let deployments = try services.store.deployments(pipeline: id.pipeline, Page(limit: 1000))
        let live = try services.store.liveDeployment(of: id.pipeline)
        return ModelVersionDetail(
            version: ModelVersionSummary(version, aliases: try services.store.aliases(of: id.pipeline)),
            path: services.paths.models + "/\(id.pipeline)/\(version.digest)",
            gates: run?.gates.map(GateValue.init) ?? [], comparedWith: run?.champion?.description,
            manifest: run?.manifest.map(ManifestValue.init),
            tags: Dictionary(try services.store.tags(of: id).map { ($0.name, $0.value) }) { $1 },
            prunedAt: try services.store.prunedVersions(of: id.pipeline)[id].map { Timestamp($0) },
            deployments: deployments.reversed().filter { $0.version == id }
                .map { DeploymentSummary($0, isCurrent: $0.id == live) })
    }

    func recorded(_ id: ModelVersionID) throws -> ModelVersion {
        guard let version = try services.store.version(id) else {
            throw APIFailure.notFound("model \(id)", hint: "mlopsctl list-models")
        }
        return version
    }

    func deployments(_ request: Request) throws -> [DeploymentSummary] {
        let page = try request.page { DeploymentID(parsing: $0) }
        let deployments = try services.store.deployments(pipeline: request.pipelineFilter(), page)
        var live: [PipelineName: DeploymentID] = [:]
        for pipeline in Set(deployments.map(\.pipeline)) {
            live[pipeline] = try services.store.liveDeployment(of: pipeline)
        }
        return deployments.map { deployment in
            let isCurrent = deployment.id == live[deployment.pipeline]
            var summary = DeploymentSummary(deployment, isCurrent: isCurrent)
            summary.service = services.serviceState(of: deployment, isCurrent: isCurrent)
            return summary
        }
    }
}
