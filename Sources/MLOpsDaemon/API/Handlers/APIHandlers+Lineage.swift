import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import MLOpsStore

/// What a version was made from, and where it went.
extension APIHandlers {
    func lineage(_ id: ModelVersionID) throws -> LineageResponse {
        let version = try recorded(id)
        var root = LineageNode(version)
        root.children = [try lineageNode(of: recorded(version.run))] + (try lineageNodes(ofDeploymentsOf: id))
        return LineageResponse(version: id.description, root: root)
    }

    private func lineageNode(of run: Run) throws -> LineageNode {
        var node = LineageNode(run)
        node.children = [
            LineageNode(
                kind: .decision, id: run.decision.description, text: run.reason, at: Timestamp(run.startedAt)),
            LineageNode(
                kind: .definition, id: String(run.definition.prefix(12)), text: "definition of \(run.pipeline)",
                digest: run.definition),
        ]
        node.children += run.request.parameters.map {
            LineageNode(kind: .parameter, id: $0.name, text: "\($0.name) = \($0.value)")
        }
        if let environment = try services.store.environment(of: run.id) {
            node.children.append(LineageNode(environment))
            node.children += environment.code.map {
                LineageNode(kind: .code, id: $0.path, text: "", digest: $0.digest)
            }
        }
        node.children += try lineageNodes(ofInputsOf: run)
        return node
    }

    /// The datasets with the files that the run read; of many only the first are listed.
    func lineageNodes(ofInputsOf run: Run) throws -> [LineageNode] {
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

    func lineageNodes(ofDeploymentsOf id: ModelVersionID) throws -> [LineageNode] {
        try services.store.deployments(pipeline: id.pipeline, Page(limit: 1000)).filter { $0.version == id }
            .reversed().map(LineageNode.init)
    }
}

extension LineageNode {
    init(_ version: ModelVersion) {
        self.init(
            kind: .version, id: version.id.description, text: "model \(version.id)", digest: version.digest,
            at: Timestamp(version.registeredAt))
    }

    init(_ run: Run) {
        self.init(
            kind: .run, id: run.id.description, text: "run \(run.id)", digest: run.manifest?.digest,
            at: Timestamp(run.startedAt))
    }

    fileprivate init(_ file: RecordedInput) {
        self.init(
            kind: .file, id: String(decoding: file.path, as: UTF8.self),
            text: "\(file.size.counted("byte"))\(file.isNew ? ", new" : "")", digest: file.digest)
    }

    fileprivate init(_ deployment: Deployment) {
        let state =
            switch deployment.state {
            case .intended: "under way"
            case .live: "live"
            case .failed(let reason): "failed: \(reason)"
            }
        self.init(
            kind: .deployment, id: deployment.id.description, text: "\(deployment.action.rawValue), \(state)",
            at: Timestamp(deployment.startedAt))
    }

    fileprivate init(_ environment: RunEnvironment) {
        let machine = environment.machine
        self.init(
            kind: .environment, id: machine.name, text: "Linux \(machine.kernel), \(machine.architecture)",
            children: environment.programs.map { program in
                let packages = program.packages.map { ", \($0.count) packages" } ?? ""
                return LineageNode(
                    kind: .program, id: program.path ?? program.name, text: (program.version ?? "") + packages,
                    digest: program.digest)
            })
    }
}
