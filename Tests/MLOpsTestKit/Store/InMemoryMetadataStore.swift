package import MLOpsCore
import MLOpsSchedule

/// A record that keeps every rule of the real one and forgets all at the end of the process.
///
/// A commit costs as much as it changes, not as much as there is, so that a simulation can make millions of them.
package struct InMemoryMetadataStore: InspectableStore, Sendable {
    struct UseKey: Hashable {
        var evidence: EvidenceID
        var operand: String
    }

    struct AliasKey: Hashable {
        var pipeline: PipelineName
        var alias: String
    }

    struct DatasetKey: Hashable {
        var pipeline: PipelineName
        var dataset: DatasetName
    }

    struct FileKey: Hashable {
        var dataset: DatasetKey
        var path: [UInt8]
    }

    struct MonitorKey: Hashable {
        var pipeline: PipelineName
        var operand: String
        var version: ModelVersionID
    }

    struct Dataset {
        var lastSequence: Int64 = 0
        var uses: [FileUse] = []
    }

    /// Files up to `through` that no earlier one names were used by `run`.
    struct FileUse {
        var through: Int64
        var run: RunID
    }

    struct State {
        var counters = Counters()
        var newest: Int64 = 0
    }

    var state = State()
    var evidence = RollbackTable<EvidenceID, Evidence>()
    var liveUses = RollbackTable<UseKey, EvidenceUse>()
    var finalUses = RollbackTable<UseKey, EvidenceUse>()
    var decisions = RollbackTable<DecisionID, RecordContents.CountedDecision>()
    var newestDecisions = RollbackTable<PipelineName, DecisionID>()
    var startKeys = RollbackTable<String, DecisionID>()
    var requests = RollbackTable<RequestID, RecordContents.EndedRequest>()
    var activeRuns = RollbackTable<RunID, Run>()
    var endedRuns = RollbackTable<RunID, Run>()
    var attempts = RollbackTable<AttemptID, AttemptRecord>()
    var versions = RollbackTable<ModelVersionID, ModelVersion>()
    var aliases = RollbackTable<AliasKey, ModelVersionID>()
    var aliasMoves = RollbackTable<Int, AliasMove>()
    var openDeployments = RollbackTable<DeploymentID, Deployment>()
    var endedDeployments = RollbackTable<DeploymentID, Deployment>()
    var pipelines = RollbackTable<PipelineName, PipelineState>()
    var definitions = RollbackTable<String, RecordContents.Definition>()
    var files = RollbackTable<FileKey, FileRecord>()
    var datasets = RollbackTable<DatasetKey, Dataset>()
    /// The last file that each has judged.
    var monitors = RollbackTable<MonitorKey, Int64>()
    var windows = RollbackTable<EvidenceID, RecordContents.Window>()
    var replies = RollbackTable<String, KeptReply>()

    package init() {}

    package mutating func commit(_ mutations: [Mutation]) throws(StoreError) {
        let former = state
        do {
            for mutation in mutations { try apply(mutation) }
            keep()
        } catch {
            state = former
            rollBack()
            throw error
        }
    }

    package func restore() -> Snapshot {
        Snapshot(
            counters: state.counters,
            pipelines: pipelines.rows.values.sorted { $0.name < $1.name },
            activeRuns: activeRuns.rows.values.sorted { $0.id < $1.id },
            openDeployments: openDeployments.rows.values.sorted { $0.id < $1.id },
            newestRecord: state.newest)
    }

    package func keptReply(_ key: String) -> KeptReply? { replies[key] }

    private mutating func keep() {
        evidence.keep()
        liveUses.keep()
        finalUses.keep()
        decisions.keep()
        newestDecisions.keep()
        startKeys.keep()
        requests.keep()
        activeRuns.keep()
        endedRuns.keep()
        attempts.keep()
        versions.keep()
        aliases.keep()
        aliasMoves.keep()
        openDeployments.keep()
        endedDeployments.keep()
        pipelines.keep()
        definitions.keep()
        files.keep()
        datasets.keep()
        windows.keep()
        monitors.keep()
        replies.keep()
    }

    private mutating func rollBack() {
        evidence.rollBack()
        liveUses.rollBack()
        finalUses.rollBack()
        decisions.rollBack()
        newestDecisions.rollBack()
        startKeys.rollBack()
        requests.rollBack()
        activeRuns.rollBack()
        endedRuns.rollBack()
        attempts.rollBack()
        versions.rollBack()
        aliases.rollBack()
        aliasMoves.rollBack()
        openDeployments.rollBack()
        endedDeployments.rollBack()
        pipelines.rollBack()
        definitions.rollBack()
        files.rollBack()
        datasets.rollBack()
        windows.rollBack()
        monitors.rollBack()
        replies.rollBack()
    }
}
