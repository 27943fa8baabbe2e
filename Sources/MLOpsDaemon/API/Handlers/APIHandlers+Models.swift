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

    func lineage(_ id: ModelVersionID) throws -> LineageResponse {
        let version = try recorded(id)
        let run = try recorded(version.run)
        return LineageResponse(version: id.description, root: try lineageNode(of: version, run))
    }

    private func lineageNode(of version: ModelVersion, _ run: Run) throws -> LineageNode {
        LineageNode(
            kind: .version, id: version.id.description, text: "model \(version.id)", digest: version.digest,
            at: Timestamp(version.registeredAt), children: [try lineageNode(of: run)])
    }

    private func lineageNode(of run: Run) throws -> LineageNode {
        var children = [
            LineageNode(
                kind: .decision, id: run.decision.description, text: run.reason, at: Timestamp(run.startedAt)),
            LineageNode(
                kind: .definition, id: String(run.definition.prefix(12)), text: "definition of \(run.pipeline)",
                digest: run.definition),
        ]
        children += run.request.parameters.map {
            LineageNode(kind: .parameter, id: $0.name, text: "\($0.name) = \($0.value)")
        }
        children += try lineageNodes(ofInputsOf: run)
        return LineageNode(
            kind: .run, id: run.id.description, text: "run \(run.id)", digest: run.manifest?.digest,
            at: Timestamp(run.startedAt), children: children)
    }

    /// The datasets with the files that the run read; of many only the first are listed.
    private func lineageNodes(ofInputsOf run: Run) throws -> [LineageNode] {
        let shown = 100
        var nodes = try run.cutoffs.map { cutoff in
            let files = try services.store.manifest(of: run.id, dataset: cutoff.dataset, limit: shown)
            return LineageNode(
                kind: .dataset, id: cutoff.dataset.text, text: "dataset \(cutoff.dataset)",
                children: files.map { LineageNode($0) })
        }
        let more = (run.manifest?.files ?? 0) - Int64(nodes.map(\.children.count).reduce(0, +))
        if more > 0 {
            nodes.append(LineageNode(kind: .more, id: "", text: "\(more) more; all are in the run's manifest.json"))
        }
        return nodes
    }
}

extension LineageNode {
    fileprivate init(_ file: RecordedInput) {
        self.init(
            kind: .file, id: String(decoding: file.path, as: UTF8.self),
            text: "\(file.size) bytes\(file.isNew ? ", new" : "")", digest: file.digest)
    }
}
