import FoundationEssentials
import MLOpsControl
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore

/// Writes what happened to a run as an event of OpenLineage (spec 2-0-2).
struct LineageWriter: Sendable {
    private static let producer = "https://mlopsd.invalid/\(Version.text)"

    let store: SQLiteMetadataStore
    /// The machine's name, which makes names of runs, jobs and datasets unique.
    let host: String

    /// - Returns: nil when the event is none of a run's life.
    func json(_ event: OutgoingEvent) throws -> [UInt8]? {
        guard let type = event.notice.kind.lineageType, let id = event.notice.run, let run = try store.run(id) else {
            return nil
        }
        let value: JSONValue = [
            "eventType": .string(type),
            "eventTime": .string(Timestamp(event.happenedAt).rfc3339),
            "producer": .string(Self.producer),
            "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
            "run": ["runId": .string(uuid(of: run)), "facets": .object(try runFacets(run, event))],
            "job": [
                "namespace": .string(namespace), "name": .string(run.pipeline.text),
                "facets": .object(try jobFacets(run)),
            ],
            "inputs": .array(inputs(of: run)),
            "outputs": .array(try outputs(of: run)),
        ]
        return Array(try ControlJSON.encode(value))
    }

    private var namespace: String { "mlopsd://\(host)" }

    /// The same for every event of the run: its start, then a digest of what names it (UUID version 7 in form).
    func uuid(of run: Run) -> String {
        var digest = RunningDigest()
        digest.add("\(host)/\(run.pipeline)/\(run.id)/\(run.startedAt.wall.microseconds)")
        let milliseconds = String(max(0, run.startedAt.wall.microseconds / 1000), radix: 16)
        let time = String(repeating: "0", count: max(0, 12 - milliseconds.count)) + milliseconds.suffix(12)
        let rest = digest.hexadecimal
        let parts = [time.prefix(8), time.suffix(4), "7" + rest.prefix(3), "8" + rest.dropFirst(3).prefix(3)]
        return parts.map(String.init).joined(separator: "-") + "-" + rest.dropFirst(6).prefix(12)
    }

    /// A facet of the specification, or of ours.
    private func facet(_ schema: String, _ members: [String: JSONValue]) -> JSONValue {
        let url = schema.hasPrefix("https:") ? schema : "https://openlineage.io/spec/facets/\(schema)"
        let base: [String: JSONValue] = ["_producer": .string(Self.producer), "_schemaURL": .string(url)]
        return .object(base.merging(members) { $1 })
    }

    private func runFacets(_ run: Run, _ event: OutgoingEvent) throws -> [String: JSONValue] {
        var facets = [
            "mlopsd_run": facet(
                "https://mlopsd.invalid/facets/1-0-0/RunFacet.json",
                [
                    "run": .string(run.id.description), "reason": .string(run.reason),
                    "definition": .string(run.definition), "outcome": .string(run.phase.outcome?.word ?? "active"),
                ])
        ]
        if let slot = try slot(of: run) {
            facets["nominalTime"] = facet(
                "1-0-1/NominalTimeRunFacet.json", ["nominalStartTime": .string(Timestamp(slot).rfc3339)])
        }
        if let parent = try run.request.retryOf.flatMap(store.run) {
            facets["parent"] = facet(
                "1-0-1/ParentRunFacet.json",
                [
                    "run": ["runId": .string(uuid(of: parent))],
                    "job": ["namespace": .string(namespace), "name": .string(parent.pipeline.text)],
                ])
        }
        if event.notice.kind == .runFailed {
            facets["errorMessage"] = facet(
                "1-0-1/ErrorMessageRunFacet.json",
                ["message": .string(event.notice.text), "programmingLanguage": "unknown"])
        }
        return facets
    }

    /// The newest slot that the run was started for.
    private func slot(of run: Run) throws -> Instant? {
        try store.evidence(.run(run.id), Page(limit: 20)).lazy.compactMap { recorded -> Instant? in
            if case .slot(let nominal) = recorded.evidence.fact { nominal } else { nil }
        }.first
    }

    private func jobFacets(_ run: Run) throws -> [String: JSONValue] {
        var facets = [
            "jobType": facet(
                "2-0-3/JobTypeJobFacet.json",
                ["processingType": "BATCH", "integration": "MLOPSD", "jobType": "TRAINING"])
        ]
        if let commit = try store.environment(of: run.id)?.commit {
            facets["sourceCodeLocation"] = facet(
                "1-0-1/SourceCodeLocationJobFacet.json",
                [
                    "type": "git", "url": .string("\(namespace)/\(run.pipeline)"), "version": .string(commit),
                ])
        }
        return facets
    }

    private func inputs(of run: Run) -> [JSONValue] {
        run.cutoffs.map { cutoff in
            var members: [String: JSONValue] = [
                "namespace": .string(namespace), "name": .string("\(run.pipeline)/\(cutoff.dataset)"),
            ]
            guard let manifest = run.manifest else { return .object(members) }
            members["facets"] = ["version": version(manifest.digest)]
            // Counted for all datasets together, so it is said where there is one.
            if run.cutoffs.count == 1 {
                members["inputFacets"] = [
                    "inputStatistics": facet(
                        "1-0-0/InputStatisticsInputDatasetFacet.json",
                        ["size": .integer(Int(manifest.bytes)), "fileCount": .integer(Int(manifest.files))])
                ]
            }
            return .object(members)
        }
    }

    private func outputs(of run: Run) throws -> [JSONValue] {
        guard let id = run.version, let model = try store.version(id) else { return [] }
        let statistics = facet(
            "1-0-2/OutputStatisticsOutputDatasetFacet.json",
            ["size": .integer(Int(model.bytes)), "fileCount": .integer(Int(model.files))])
        return [
            [
                "namespace": .string(namespace), "name": .string("models/\(id.pipeline)"),
                "facets": ["version": version("\(id) \(model.digest)")],
                "outputFacets": ["outputStatistics": statistics],
            ]
        ]
    }

    private func version(_ text: String) -> JSONValue {
        facet("1-0-1/DatasetVersionDatasetFacet.json", ["datasetVersion": .string(text)])
    }
}

extension Notice.Kind {
    /// Refused by a gate, the run still did what it should.
    fileprivate var lineageType: String? {
        switch self {
        case .runStarted: "START"
        case .runSucceeded, .runRefused: "COMPLETE"
        case .runFailed: "FAIL"
        case .runCancelled: "ABORT"
        default: nil
        }
    }
}
