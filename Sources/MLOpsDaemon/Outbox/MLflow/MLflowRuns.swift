import MLOpsConfig
import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import MLOpsStore

/// Runs of ours as runs of MLflow: one experiment for each pipeline, a run found again by a tag of ours.
struct MLflowRuns: Sendable {
    /// What MLflow has for a run of ours.
    struct Place: Sendable {
        let id: String
        /// Where files of the run would lie.
        let artifacts: String
    }

    /// The server takes so many at once, and a call has to stay small.
    private static let portion = 10
    private static let longestTag = 4_000
    private static let tag = "mlopsd.run_uuid"

    let store: SQLiteMetadataStore
    let api: MLflowAPI
    let lineage: LineageWriter

    /// Tells what is known of a run; telling it again changes nothing.
    func mirror(_ run: Run) throws -> Place {
        let experiment = try experiment(run.pipeline.text)
        let key = lineage.uuid(of: run)
        let place = try found(key, in: experiment) ?? created(run, key, in: experiment)
        guard let ended = run.endedAt, let outcome = run.phase.outcome else { return place }
        try tell(facts(of: run, outcome), metrics(of: run, at: ended), parameters(of: run), of: place)
        try api.tell(
            "runs/update",
            [
                "run_id": .string(place.id), "status": .string(outcome.status),
                "end_time": .integer(ended.wall.milliseconds),
            ])
        return place
    }

    private func experiment(_ name: String) throws(MLflowProblem) -> String {
        if let id = try foundExperiment(name) { return id }
        do throws(MLflowProblem) {
            let new: MLflowAnswer.NewExperiment = try api.post("experiments/create", ["name": .string(name)])
            return new.experimentId
        } catch {
            // Somebody else was faster.
            if error.code == MLflowProblem.exists, let id = try foundExperiment(name) { return id }
            throw error
        }
    }

    private func foundExperiment(_ name: String) throws(MLflowProblem) -> String? {
        do throws(MLflowProblem) {
            let answer: MLflowAnswer.Experiment = try api.get("experiments/get-by-name", ["experiment_name": name])
            return answer.experiment.experimentId
        } catch {
            if error.code == MLflowProblem.missing { return nil }
            throw error
        }
    }

    private func found(_ key: String, in experiment: String) throws(MLflowProblem) -> Place? {
        let answer: MLflowAnswer.Runs = try api.post(
            "runs/search",
            [
                "experiment_ids": [.string(experiment)], "max_results": .integer(1),
                "filter": .string("tags.`\(Self.tag)` = '\(key)'"),
            ])
        return answer.runs?.first.map(Place.init)
    }

    private func created(_ run: Run, _ key: String, in experiment: String) throws(MLflowProblem) -> Place {
        let answer: MLflowAnswer.NewRun = try api.post(
            "runs/create",
            [
                "experiment_id": .string(experiment), "run_name": .string("\(run.pipeline) \(run.id)"),
                "start_time": .integer(run.startedAt.wall.milliseconds),
                "tags": .array(
                    tags([
                        (Self.tag, key), ("mlopsd.run", run.id.description), ("mlopsd.reason", run.reason),
                        ("mlopsd.definition", run.definition), ("mlopsd.host", lineage.host),
                        ("mlflow.source.name", "mlopsd"), ("mlflow.source.type", "JOB"),
                    ])),
            ])
        return Place(answer.run)
    }

    private func facts(of run: Run, _ outcome: Outcome) throws -> [JSONValue] {
        var facts = [("mlopsd.outcome", outcome.word)]
        if let detail = outcome.detail { facts.append(("mlopsd.detail", detail)) }
        if let manifest = run.manifest { facts.append(("mlopsd.data", manifest.digest)) }
        if let commit = try store.environment(of: run.id)?.commit { facts.append(("mlflow.source.git.commit", commit)) }
        return tags(facts)
    }

    private func tags(_ facts: [(String, String)]) -> [JSONValue] {
        facts.map { ["key": .string($0.0), "value": .string(String($0.1.prefix(Self.longestTag)))] }
    }

    private func metrics(of run: Run, at ended: Moment) -> [JSONValue] {
        (run.candidate?.metrics ?? []).map { metric in
            [
                "key": .string(Self.name(metric.name)), "value": .number(metric.value),
                "timestamp": .integer(ended.wall.milliseconds), "step": .integer(0),
            ]
        }
    }

    private func parameters(of run: Run) throws -> [JSONValue] {
        guard let recorded = try store.definition(run.definition) else { return [] }
        let definition = try PipelineReader(zones: SystemZones()).read(
            source: recorded.source, name: recorded.pipeline, path: "record:\(recorded.pipeline)")
        return Parameters(definition, run).list.map { parameter in
            ["key": .string(Self.name(parameter.name)), "value": .string(String(parameter.value.prefix(500)))]
        }
    }

    private func tell(
        _ tags: [JSONValue], _ metrics: [JSONValue], _ parameters: [JSONValue], of place: Place
    ) throws(MLflowProblem) {
        for (kind, values) in [("tags", tags), ("metrics", metrics), ("params", parameters)] {
            for start in stride(from: 0, to: values.count, by: Self.portion) {
                let part = Array(values[start..<min(start + Self.portion, values.count)])
                try api.tell("runs/log-batch", ["run_id": .string(place.id), kind: .array(part)])
            }
        }
    }

    /// As the server allows it.
    static func name(_ name: String) -> String {
        String(name.prefix(200).map { $0.isASCII && ($0.isLetter || $0.isNumber || "_-. ".contains($0)) ? $0 : "_" })
    }
}

extension MLflowRuns.Place {
    fileprivate init(_ run: MLflowAnswer.Run) {
        self.init(id: run.info.runId, artifacts: run.info.artifactUri ?? "")
    }
}

extension Outcome {
    /// Refused by a gate, the run still did what it should.
    fileprivate var status: String {
        switch self {
        case .succeeded, .refused: "FINISHED"
        case .failed: "FAILED"
        case .cancelled: "KILLED"
        }
    }
}

extension Instant {
    fileprivate var milliseconds: Int { Int(microseconds / 1000) }
}
