import Hummingbird
import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import MLOpsStore

extension APIHandlers {
    func models(_ request: Request) async throws -> [ModelVersionSummary] {
        let pipeline = try await pipelineFilter(request)
        let aliases = try services.store.aliases(of: pipeline)
        let page = try request.page { ModelVersionID(parsing: $0) }
        let pruned = try services.store.prunedVersions(of: pipeline)
        return try services.store.versions(pipeline: pipeline, page).map {
            ModelVersionSummary($0, aliases: aliases, pruned: pruned)
        }
    }

    func model(_ id: ModelVersionID) throws -> ModelVersionDetail {
        let version = try recorded(id)
        let run = try services.store.run(version.run)
        let deployments = try services.store.deployments(pipeline: id.pipeline, Page(limit: 1000))
        let live = try services.store.liveDeployment(of: id.pipeline)
        let pruned = try services.store.prunedVersions(of: id.pipeline)
        let aliases = try services.store.aliases(of: id.pipeline)
        return ModelVersionDetail(
            version: ModelVersionSummary(version, aliases: aliases, pruned: pruned),
            path: services.paths.models + "/\(id.pipeline)/\(version.digest)",
            gates: run?.gates.map(GateValue.init) ?? [], comparedWith: run?.champion?.description,
            manifest: run?.manifest.map(ManifestValue.init),
            tags: Dictionary(try services.store.tags(of: id).map { ($0.name, $0.value) }) { $1 },
            prunedAt: pruned[id].map { Timestamp($0) },
            deployments: deployments.reversed().filter { $0.version == id }
                .map { DeploymentSummary($0, isCurrent: $0.id == live) })
    }

    func recorded(_ id: ModelVersionID) throws -> ModelVersion {
        guard let version = try services.store.version(id) else {
            throw APIFailure.notFound("model \(id)", hint: "mlopsctl list-models")
        }
        return version
    }

    func deployments(_ request: Request) async throws -> [DeploymentSummary] {
        let page = try request.page { DeploymentID(parsing: $0) }
        let deployments = try services.store.deployments(pipeline: try await pipelineFilter(request), page)
        var live: [PipelineName: DeploymentID] = [:]
        for pipeline in Set(deployments.map(\.pipeline)) {
            live[pipeline] = try services.store.liveDeployment(of: pipeline)
        }
        return deployments.map { summary(of: $0, isCurrent: $0.id == live[$0.pipeline]) }
    }

    func deployment(_ text: String) throws -> DeploymentSummary {
        let deployment = try recordedDeployment(text)
        let live = try services.store.liveDeployment(of: deployment.pipeline)
        return summary(of: deployment, isCurrent: deployment.id == live)
    }

    func recordedDeployment(_ text: String) throws -> Deployment {
        guard let id = DeploymentID(parsing: text), let deployment = try services.store.deployment(id) else {
            throw APIFailure.notFound("deployment \"\(text)\"", hint: "mlopsctl list-deployments")
        }
        return deployment
    }

    private func summary(of deployment: Deployment, isCurrent: Bool) -> DeploymentSummary {
        var summary = DeploymentSummary(deployment, isCurrent: isCurrent)
        summary.service = services.serviceState(of: deployment, isCurrent: isCurrent)
        return summary
    }

    /// How many rows of the ledger are looked through for failures.
    private static let failuresSought = 30

    /// Deployments of the last day that failed, without those that failed a run, which tells of them, and those that
    /// something of the same pipeline went live after; newest first.
    func failedDeployments(at now: Instant) throws -> [DeploymentSummary] {
        var succeeded: Set<PipelineName> = []
        var failed: [DeploymentSummary] = []
        for deployment in try services.store.deployments(Page(limit: Self.failuresSought)) {
            guard deployment.startedAt.wall > now - .seconds(86_400) else { break }
            switch deployment.state {
            case .intended: continue
            case .live: succeeded.insert(deployment.pipeline)
            case .failed where succeeded.contains(deployment.pipeline): continue
            case .failed:
                let run = try deployment.run.flatMap { try services.store.run($0) }
                if case .failed = run?.phase.outcome { continue }
                failed.append(DeploymentSummary(deployment, isCurrent: false))
            }
        }
        return Array(failed.prefix(Self.failuresShown))
    }
}
