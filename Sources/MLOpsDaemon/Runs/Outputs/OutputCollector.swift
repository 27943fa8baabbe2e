import Glibc
import MLOpsCore
import MLOpsLinux

/// Reads what a run's steps left behind, as data of a stranger: by size, kind and form, never by trust.
struct OutputCollector: Sendable {
    /// What a run left, and why its inputs can not be trusted, if so.
    struct Outputs: Hashable, Sendable {
        var candidate: Candidate
        var taints: [String]
    }

    let limits: TreeLimits
    private let verifier = InputVerifier()

    init(limits: TreeLimits = TreeLimits()) {
        self.limits = limits
    }

    /// - Throws: `unusableOutput` when what the steps left can not become a candidate.
    func collect(
        _ run: Run, _ pipeline: PipelineDefinition, in directory: RunDirectory
    ) throws(RunError) -> Outputs {
        let metrics = try metrics(in: directory)
        let tree = try model(of: pipeline, in: directory)
        let candidate = Candidate(
            digest: tree?.digest, files: Int64(tree?.entries.count ?? 0), bytes: tree?.totalBytes ?? 0, metrics: metrics
        )
        return Outputs(candidate: candidate, taints: verifier.taints(of: run, pipeline, in: directory))
    }

    private func metrics(in directory: RunDirectory) throws(RunError) -> [Candidate.Metric] {
        guard let bytes = try content(ofMetricsIn: directory) else { return [] }
        return try MetricsDocument(bytes, name: directory.metrics).metrics
    }

    private func content(ofMetricsIn directory: RunDirectory) throws(RunError) -> [UInt8]? {
        do throws(LinuxError) {
            guard let name = RelativePath(directory.metricsName) else { return nil }
            let file = try SafeDirectory(directory.path).openFile(name)
            let status = try file.status()
            // A second name means that the file is not the step's own: it may be another user's, linked here.
            guard status.linkCount == 1 else {
                throw LinuxError("read", directory.metrics, .malformed("it is linked under another name too"))
            }
            guard status.fingerprint.size <= MetricsDocument.maximumBytes else {
                throw LinuxError(
                    "read", directory.metrics, .exceeds(limit: Int64(MetricsDocument.maximumBytes), unit: "bytes"))
            }
            var content: [UInt8] = []
            try file.readPieces { piece throws(LinuxError) in
                content.append(contentsOf: piece)
                guard content.count <= MetricsDocument.maximumBytes else {
                    throw LinuxError("read", directory.metrics, .changedWhileReading)
                }
            }
            return content
        } catch {
            guard error.code != ENOENT else { return nil }
            throw RunError(.unusableOutput, "cannot read metrics \"\(directory.metrics)\": \(error.cause)")
        }
    }

    /// Returns the model, nil when there is none and none is needed.
    private func model(of pipeline: PipelineDefinition, in directory: RunDirectory) throws(RunError) -> TreeManifest? {
        let tree = try tree(in: directory)
        if let tree, tree.totalBytes > 0 { return tree }
        guard pipeline.gates.isEmpty, pipeline.deployment == nil else {
            let what = tree.map { $0.entries.isEmpty } ?? true ? "no model" : "only empty files"
            throw RunError(
                .unusableOutput,
                """
                the steps left \(what) in MLOPS_MODEL ("\(directory.model)") although the pipeline has gates or deploys; \
                nothing is registered
                """)
        }
        return nil
    }

    private func tree(in directory: RunDirectory) throws(RunError) -> TreeManifest? {
        do throws(LinuxError) {
            return try SafeDirectory(directory.model).manifest(limits: limits)
        } catch {
            guard error.code != ENOENT else { return nil }
            throw RunError(.unusableOutput, "\(error) in MLOPS_MODEL (\"\(directory.model)\"); nothing is registered")
        }
    }
}
