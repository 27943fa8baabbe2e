import Dispatch
import Glibc
import Logging
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore
import OrderedCollections

/// Removes what the policies of the pipelines do not keep: directories of runs, files of versions, whose rows stay, and
/// profiles of files that were judged.
///
/// A version leaves its place by a rename before anything of it is removed, and comes back if a deployment took it up
/// in that moment.
final class Pruner: Sendable {
    struct Item: Sendable {
        let id: String
        let bytes: Int64
    }

    struct Outcome: Sendable {
        var runs: [Item] = []
        var models: [Item] = []
        /// What count and age would remove, with what holds it.
        var held: [(id: String, reason: String)] = []
    }

    private static let interval = DispatchTimeInterval.seconds(3600)
    private static let pin = "pinned"

    private let state: String
    private let store: SQLiteMetadataStore
    private let inbox: Inbox
    private let logger: Logger
    private let queue = DispatchQueue(label: "mlopsd.pruner", qos: .background)

    init(state: String, store: SQLiteMetadataStore, inbox: Inbox, logger: Logger) {
        self.state = state
        self.store = store
        self.inbox = inbox
        self.logger = logger
    }

    /// Begins to look every hour.
    func begin() {
        queue.asyncAfter(deadline: .now() + Self.interval) { [weak self] in
            guard let self else { return }
            Task { [self] in
                do {
                    _ = try await prune(nil, isDry: false, now: Moment.now.wall)
                } catch {
                    logger.warning("cannot prune: \(error); it is tried again in an hour")
                }
                begin()
            }
        }
    }

    /// - Parameters:
    ///   - only: this pipeline; nil: all that are defined.
    ///   - isDry: only says what would be removed.
    func prune(_ only: PipelineName?, isDry: Bool, now: Instant) async throws -> Outcome {
        let views = try await inbox.inspect { orchestrator, _ in
            orchestrator.pipelineStates.filter { only == nil || $0.name == only }.compactMap { state in
                orchestrator.definition(of: state.name).map { (state, $0) }
            }
        }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { [self] in
                continuation.resume(
                    with: Result {
                        var outcome = Outcome()
                        let runs = try runsWithDirectory()
                        for (state, definition) in views where !definition.policy.retention.keepsAll {
                            let policy = definition.policy.retention
                            try prune(state, policy, runs[state.name] ?? [], isDry, now, &outcome)
                        }
                        for (state, definition) in views where !isDry { try pruneProfiles(state, definition) }
                        if !isDry { try removeReproductions() }
                        return outcome
                    })
            }
        }
    }

    private func prune(
        _ pipeline: PipelineState, _ policy: RetentionPolicy, _ runs: [Run], _ isDry: Bool, _ now: Instant,
        _ outcome: inout Outcome
    ) throws {
        let facts = try facts(of: pipeline, runs)
        let plan = RetentionPlan(policy, facts, now: now)
        outcome.held += plan.heldModels.map { ($0.id.description, $0.reason) }
        outcome.held += plan.heldRuns.map { ($0.id.description, $0.reason) }
        let models = try plan.models.compactMap { id in facts.versions.first { $0.id == id } }
            .filter { try isDry || remove($0, among: facts.versions, now) }
        outcome.models += models.map { Item(id: $0.id.description, bytes: $0.bytes) }
        if !isDry, !models.isEmpty { inbox.send(.modelsPruned(pipeline.name, models.map(\.id))) }
        for id in plan.runs {
            let paths = ["\(state)/runs/\(id)", "\(state)/\(Reproducer.folder)/\(id)"]
            outcome.runs.append(Item(id: id.description, bytes: paths.reduce(0) { $0 + Self.size(of: $1) }))
            guard !isDry else { continue }
            // Few runs were ever reproduced.
            for path in paths.reversed() where FileStatus(at: path) != nil { try TreeRemoval.remove(path) }
        }
        if !isDry, !plan.runs.isEmpty || !models.isEmpty {
            logger.info("\(pipeline.name): \(plan.runs.count) runs and \(models.count) models are pruned")
        }
    }

    /// Of runs that are not kept any more.
    private func removeReproductions() throws {
        let folder = "\(state)/\(Reproducer.folder)"
        for name in try Self.names(in: folder) where FileStatus(at: "\(state)/runs/\(name)") == nil {
            try TreeRemoval.remove("\(folder)/\(name)")
        }
    }

    private func pruneProfiles(_ pipeline: PipelineState, _ definition: PipelineDefinition) throws {
        for dataset in definition.datasets.map(\.name) {
            try store.pruneProfiles(
                pipeline.name, dataset, judgedBy: definition.driftOperands(on: dataset).map(\.operand.path),
                newest: definition.policy.retention.profiles, of: pipeline.champion?.version)
        }
    }

    private func facts(of pipeline: PipelineState, _ runs: [Run]) throws -> RetentionPlan.Facts {
        let name = pipeline.name
        let pruned = try store.prunedVersions(of: name)
        var facts = RetentionPlan.Facts(
            runs: runs, versions: try store.allVersions(of: name).filter { pruned[$0.id] == nil },
            champion: pipeline.champion?.version, previous: pipeline.formerChampions.last?.version,
            rollback: pipeline.rollbackTarget?.version)
        for (alias, version) in pipeline.aliases ?? [:] { facts.pinned[version] = "is called \(alias)" }
        for version in try store.versions(tagged: Self.pin, name) { facts.pinned[version] = "is tagged \(Self.pin)" }
        for run in runs where run.isActive {
            facts.inFlight.append(contentsOf: [run.version, run.champion, run.comparedWith].compactMap(\.self))
        }
        if let probation = pipeline.probation?.deployment {
            facts.inFlight.append(contentsOf: [probation.version, probation.replaced].compactMap(\.self))
        }
        if let split = pipeline.traffic {
            facts.inFlight.append(contentsOf: [split.stable, split.canary?.version].compactMap(\.self))
        }
        for deployment in try store.deployments(pipeline: name, Page(limit: 50)) where deployment.state == .intended {
            facts.inFlight.append(contentsOf: [deployment.version, deployment.replaced].compactMap(\.self))
        }
        return facts
    }

    /// Returns false when the version was taken up meanwhile.
    private func remove(_ version: ModelVersion, among versions: [ModelVersion], _ now: Instant) throws -> Bool {
        let folder = "\(state)/models/\(version.id.pipeline)"
        let (place, aside) = ("\(folder)/\(version.digest)", "\(folder)/.pruned-\(version.digest)")
        let link = "\(folder)/\(version.id.number)"
        let isShared = versions.contains { $0.digest == version.digest && $0.id != version.id }
        if isShared {
            guard try !isTakenUp(version.id) else { return false }
            try store.setPruned(version.id, at: now)
            _ = unlink(link)
            return true
        }
        guard rename(place, aside) == 0 || errno == ENOENT else { throw LinuxError("move", place, .system(errno)) }
        guard try !isTakenUp(version.id) else {
            guard rename(aside, place) == 0 else { throw LinuxError("move", aside, .system(errno)) }
            return false
        }
        try store.setPruned(version.id, at: now)
        _ = unlink(link)
        try TreeRemoval.remove(aside)
        return true
    }

    private func isTakenUp(_ version: ModelVersionID) throws -> Bool {
        let live = try store.liveDeployment(of: version.pipeline).flatMap { try store.deployment($0) }
        if live?.version == version { return true }
        return try store.deployments(pipeline: version.pipeline, Page(limit: 50)).contains {
            $0.state == .intended && ($0.version == version || $0.replaced == version)
        }
    }

    private func runsWithDirectory() throws -> [PipelineName: [Run]] {
        var runs: [PipelineName: [Run]] = [:]
        for id in try Self.names(in: "\(state)/runs").compactMap(RunID.init(parsing:)) {
            if let run = try store.run(id) { runs[run.pipeline, default: []].append(run) }
        }
        return runs
    }

    /// None where there is no such directory.
    private static func names(in directory: String) throws -> [String] {
        guard FileStatus(at: directory) != nil else { return [] }
        var failure: LinuxError?
        var names: [String] = []
        try SafeDirectory(directory).scan(recursive: false, failed: { failure = $0 }) { entry in
            names.append(entry.path.description)
            return .proceed
        }
        if let failure { throw failure }
        return names
    }

    /// Bytes of all files; what cannot be read counts nothing.
    private static func size(of path: String) -> Int64 {
        var bytes: Int64 = 0
        let folder = try? SafeDirectory(path)  // what cannot be opened counts nothing
        try? folder?.scan(recursive: true, failed: { _ in }) { entry in  // nor what cannot be read
            if entry.status.kind == .regular { bytes += entry.status.fingerprint.size }
            return .proceed
        }
        return bytes
    }
}
