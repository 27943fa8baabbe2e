import Hummingbird
import MLOpsControl
import MLOpsCore
import MLOpsLinux
import MLOpsStore

/// What became of a file.
extension APIHandlers {
    /// Runs shown of each content, and contents shown of a file; the newest.
    private static let shown = 50

    func fileLineage(_ request: Request) async throws -> FileLineageResponse {
        let (file, digest) = (request.query("file"), request.query("digest")?.lowercased())
        if let digest {
            guard file == nil, digest.utf8.count == 64, digest.allSatisfy(\.isHexDigit) else {
                throw APIFailure.malformed("digest must be a SHA-256 of 64 hexadecimal digits, and stand alone")
            }
            return try lineage(digest, services.store.contents(digest: digest, limit: Self.shown))
        }
        guard let file, file.hasPrefix("/") else {
            throw APIFailure.malformed("file must be an absolute path, or digest a SHA-256")
        }
        var contents: [RecordedContent] = []
        let places = try await places(of: file)
        for place in places {
            contents += try services.store.contents(
                of: place.path, place.pipeline, place.dataset, limit: Self.shown)
        }
        guard contents.isEmpty else { return try lineage(file, contents) }
        return FileLineageResponse(subject: file, contents: [], note: try standing(of: file, in: places))
    }

    private struct Place: Sendable {
        let pipeline: PipelineName
        let dataset: DatasetName
        /// Relative to the dataset's directory.
        let path: [UInt8]
    }

    /// The datasets that are in force and hold the path, whether it was given through links or not.
    private func places(of file: String) async throws -> [Place] {
        let datasets = try await services.inbox.inspect { orchestrator, _ in
            orchestrator.pipelineStates.flatMap { state in
                (orchestrator.definition(of: state.name)?.datasets ?? []).map { (state.name, $0.name, $0.path) }
            }
        }
        return datasets.compactMap { pipeline, dataset, directory in
            let real = try? SafeDirectory.realPath(of: directory)  // one that is gone has only its name
            guard let root = [directory, real ?? directory].first(where: { file.hasPrefix($0 + "/") }) else {
                return nil
            }
            let path = Array(file.utf8.dropFirst(root.utf8.count + 1))
            return Place(pipeline: pipeline, dataset: dataset, path: path)
        }
    }

    /// What the record says of a file that no run has read.
    ///
    /// - Throws: `notFound` where it says nothing.
    private func standing(of file: String, in places: [Place]) throws -> String {
        for place in places {
            let known = try services.store.files(place.pipeline, place.dataset, paths: [place.path])
            guard let record = known.first else { continue }
            let what = "\(record.state.rawValue) in dataset \(place.pipeline)/\(place.dataset)"
            return what + (record.reason.map { ", \($0)" } ?? "")
        }
        throw APIFailure(
            .notFound, .notFound,
            places.isEmpty
                ? "\"\(file)\" is below the directory of no dataset"
                : "there is no \"\(file)\" in the record: it was never seen, or is not of the files that are included",
            hint: "mlopsctl list-datasets")
    }

    private func lineage(_ subject: String, _ contents: [RecordedContent]) throws -> FileLineageResponse {
        FileLineageResponse(
            subject: subject,
            contents: try contents.map { content in
                let path = String(decoding: content.path, as: UTF8.self)
                return LineageNode(
                    kind: .file, id: "\(content.pipeline)/\(content.dataset)/\(path)",
                    text: content.size.counted("byte"),
                    digest: content.digest, children: try users(of: content))
            })
    }

    private func users(of content: RecordedContent) throws -> [LineageNode] {
        let runs = try services.store.runs(using: content, limit: Self.shown + 1)
        var nodes = try runs.prefix(Self.shown).map { id in
            let run = try recorded(id)
            var node = LineageNode(run)
            node.text = run.phase.outcome.map { $0.word + ($0.detail.map { ": \($0)" } ?? "") } ?? "under way"
            if let version = try run.version.map(recorded) {
                var made = LineageNode(version)
                made.children = try lineageNodes(ofDeploymentsOf: version.id)
                node.children = [made]
            }
            return node
        }
        if runs.count > Self.shown { nodes.append(LineageNode(kind: .more, id: "", text: "older runs")) }
        return nodes
    }
}
