import MLOpsControl
import MLOpsCore
import MLOpsLinux

/// Versions of ours as versions of a registered model of MLflow.
///
/// They are found again by a tag of ours, for the numbers are MLflow's own, and say what there is; the files stay in our
/// registry.
struct MLflowModels: Sendable {
    private static let keyTag = "mlopsd.key"
    private static let statusTag = "mlopsd.status"
    /// Of the registered model: the versions that we set the alias to last, or are about to.
    private static let championTag = "mlopsd.champion"
    private static let champion = "champion"

    let api: MLflowAPI
    /// The machine's name, which makes our names of versions unique.
    let host: String

    /// Tells what is known of a version; telling it again changes nothing.
    ///
    /// - Returns: its number at the server.
    @discardableResult
    func mirror(_ version: ModelVersion, of run: MLflowRuns.Place) throws(MLflowProblem) -> String {
        let name = version.id.pipeline.text
        guard let known = try found(version) else { return try create(version, name, run) }
        if known.tags?[Self.statusTag] != version.status.rawValue {
            try api.tell(
                "model-versions/set-tag",
                [
                    "name": .string(name), "version": .string(known.version), "key": .string(Self.statusTag),
                    "value": .string(version.status.rawValue),
                ])
        }
        return known.version
    }

    private func found(_ version: ModelVersion) throws(MLflowProblem) -> MLflowAnswer.ModelVersion? {
        let filter = "name = '\(version.id.pipeline)' and tags.`\(Self.keyTag)` = '\(key(of: version))'"
        let answer: MLflowAnswer.ModelVersions = try api.get(
            "model-versions/search", ["filter": filter, "max_results": "1"])
        return answer.modelVersions?.first
    }

    private func create(
        _ version: ModelVersion, _ name: String, _ run: MLflowRuns.Place
    ) throws(MLflowProblem) -> String {
        do throws(MLflowProblem) {
            try api.tell("registered-models/create", ["name": .string(name)])
        } catch {
            guard error.code == MLflowProblem.exists else { throw error }
        }
        let facts = [
            (Self.keyTag, key(of: version)), ("mlopsd.version", version.id.description),
            ("mlopsd.digest", version.digest), (Self.statusTag, version.status.rawValue),
        ]
        let answer: MLflowAnswer.NewModelVersion = try api.post(
            "model-versions/create",
            [
                "name": .string(name), "source": .string("\(run.artifacts)/model"), "run_id": .string(run.id),
                "tags": .array(facts.map { ["key": .string($0.0), "value": .string($0.1)] }),
            ])
        return answer.modelVersion.version
    }

    private func key(of version: ModelVersion) -> String {
        var digest = RunningDigest()
        digest.add("\(host)/\(version.id)/\(version.digest)")
        return String(digest.hexadecimal.prefix(32))
    }

    /// Points the alias `champion` at a version, unless somebody else moved it meanwhile: it is theirs then.
    ///
    /// - Parameter number: at the server.
    func setChampion(of pipeline: PipelineName, to number: String) throws(MLflowProblem) {
        let name = pipeline.text
        let model: MLflowAnswer.RegisteredModel = try api.get("registered-models/get", ["name": name])
        let ours = (model.registeredModel.tags?[Self.championTag] ?? "").split(separator: ",").map(String.init)
        let current = model.registeredModel.aliases?.first { $0.alias == Self.champion }?.version
        if let current, current != number, !ours.contains(current) {
            throw MLflowProblem(
                "the alias champion of \(name) was moved to version \(UntrustedText.escape(current)) by somebody else, "
                    + "and stays there instead of at version \(number); delete it, and the next deployment sets it again",
                isFinal: true)
        }
        if current != number {
            // Both, so that a move that is cut off is known to be ours.
            try note(Set([current, number].compactMap(\.self)).sorted(), name)
            try api.tell(
                "registered-models/alias",
                ["name": .string(name), "alias": .string(Self.champion), "version": .string(number)])
        }
        if current != number || ours != [number] { try note([number], name) }
    }

    private func note(_ numbers: [String], _ name: String) throws(MLflowProblem) {
        try api.tell(
            "registered-models/set-tag",
            [
                "name": .string(name), "key": .string(Self.championTag),
                "value": .string(numbers.joined(separator: ",")),
            ])
    }
}
