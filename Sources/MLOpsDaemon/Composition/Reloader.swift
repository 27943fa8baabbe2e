import Logging
import MLOpsConfig
import MLOpsControl
import MLOpsCore
import MLOpsStore
import Synchronization

/// Reads the configuration again when asked, one time after the other; a storm of requests is answered by few reads.
final class Reloader: Sendable {
    private let source: ConfigurationSource
    private let inbox: Inbox
    private let intake: Intake
    private let serving: Serving
    private let health: Health
    private let logger: Logger
    private let store: SQLiteMetadataStore
    private let tell: @Sendable (Configuration) -> Void
    private let queue = ReloadQueue()

    /// - Parameters:
    ///   - store: Says where models are live.
    ///   - tell: Told of what is in force.
    init(
        source: ConfigurationSource, inbox: Inbox, intake: Intake, serving: Serving, health: Health,
        logger: Logger, store: SQLiteMetadataStore, tell: @escaping @Sendable (Configuration) -> Void
    ) {
        self.source = source
        self.inbox = inbox
        self.intake = intake
        self.serving = serving
        self.health = health
        self.logger = logger
        self.store = store
        self.tell = tell
    }

    var pipelineCount: Int { source.configuration.pipelines.count }

    /// Answers when the configuration is in force or refused.
    @Sendable func reload() async -> ReloadResponse { await queue.run { [self] in await reloadNow() } }

    private func reloadNow() async -> ReloadResponse {
        let before = source.configuration
        do throws(ConfigurationError) {
            let after = try source.load()
            inbox.send(after.event())
            // An inspection comes after the event: what it sees has the new configuration in force.
            // Refused only when the daemon stops, and then the next start reads it.
            try? await inbox.inspect { _, _ in }
            intake.watch(after)
            serving.configure(after.pipelines, invalid: after.invalid.map(\.name))
            note(after)
            return ReloadResponse(
                succeeded: true, pipelines: after.pipelines.count, changes: after.changes(since: before),
                messages: after.messages + moved(in: after))
        } catch {
            noteRefusal(error, inForce: before)
            return ReloadResponse(
                succeeded: false, pipelines: before.pipelines.count,
                messages: error.diagnostics.map { $0.message(.error) })
        }
    }

    private func moved(in configuration: Configuration) -> [ConfigurationMessage] {
        let standing = try? store.standing()  // What keeps the record from being read is told by all that reads it.
        guard let standing else { return [] }
        return configuration.pipelines.compactMap { MovedTarget($0, standing)?.message(source.directory) }
    }

    /// Tells that the configuration is in force.
    func note(_ configuration: Configuration) {
        keep(configuration, refusal: [])
        tell(configuration)
        log(configuration.invalid.flatMap(\.diagnostics))
        logger.info(
            "configuration in force: \(Int64(configuration.pipelines.count).counted("pipeline"))",
            metadata: ["MESSAGE_ID": "\(MessageID.configurationReloaded)"])
    }

    private func noteRefusal(_ refusal: ConfigurationError, inForce: Configuration) {
        keep(inForce, refusal: refusal.diagnostics)
        log(refusal.diagnostics)
        logger.error(
            "the configuration is not reloaded; what was in force stays in force",
            metadata: ["MESSAGE_ID": "\(MessageID.configurationRefused)"])
    }

    private func keep(_ inForce: Configuration, refusal: [Diagnostic]) {
        let invalid = inForce.invalid.map(\.name.text)
        health.reloaded(
            DaemonStatus.Reload(at: Timestamp(Moment.now), succeeded: refusal.isEmpty, invalid: invalid),
            problems: (refusal + inForce.invalid.flatMap(\.diagnostics)).map { $0.message(.error) })
    }

    private func log(_ problems: [Diagnostic]) {
        for problem in problems {
            logger.error("\(problem)", metadata: ["MESSAGE_ID": "\(MessageID.configurationRefused)"])
        }
    }

    /// The definitions that unfinished runs go on under.
    func pinned(by snapshot: Snapshot) -> [PipelineDefinition] {
        var pinned: [PipelineDefinition] = []
        for run in snapshot.activeRuns where !pinned.contains(where: { $0.id == run.definition }) {
            do {
                guard let recorded = try store.definition(run.definition) else { continue }
                pinned.append(try source.pinned(recorded.source, recorded.pipeline))
            } catch {
                logger.error("cannot read the definition of run \(run.id): \(error); the run ends as failed")
            }
        }
        return pinned
    }
}

/// One reload at a time; those that ask while one waits get its answer.
private actor ReloadQueue {
    private var waiting: Task<ReloadResponse, Never>?
    private var running: Task<ReloadResponse, Never>?

    func run(_ reload: @escaping @Sendable () async -> ReloadResponse) async -> ReloadResponse {
        if let waiting { return await waiting.value }
        let previous = running
        let task = Task { () -> ReloadResponse in
            _ = await previous?.value
            self.becameRunning()
            return await reload()
        }
        waiting = task
        return await task.value
    }

    private func becameRunning() {
        running = waiting
        waiting = nil
    }
}

extension Configuration {
    fileprivate func changes(since before: Configuration) -> [ReloadResponse.Change] {
        var changes: [ReloadResponse.Change] = []
        for pipeline in pipelines {
            let old = before.pipelines.first { $0.name == pipeline.name }
            if old == nil { changes.append(.init(pipeline: pipeline.name.text, kind: .added)) }
            if let old, old.id != pipeline.id { changes.append(.init(pipeline: pipeline.name.text, kind: .changed)) }
        }
        for old in before.pipelines where !pipelines.contains(where: { $0.name == old.name }) {
            changes.append(.init(pipeline: old.name.text, kind: .removed))
        }
        return changes + invalid.map { .init(pipeline: $0.name.text, kind: .invalid) }
    }
}
