import Glibc
import Logging
import MLOpsConfig
import MLOpsControl
import MLOpsCore
import MLOpsLinux
import MLOpsStore

/// The parts of a running daemon and how they hang together.
struct DaemonParts: Sendable {
    let services: APIServices
    let signals: SignalService
    let reporter: ServiceReporter
    private let inbox: Inbox
    private let loop: EventLoop<SQLiteMetadataStore>
    private let dispatcher: Dispatcher
    private let drift: DriftWatch
    private let performance: PerformanceWatch
    private let intake: Intake
    private let reloader: Reloader
    private let store: SQLiteMetadataStore
    private let logger: Logger

    init(
        paths: DaemonPaths, programs: DaemonPrograms, store: SQLiteMetadataStore, source: ConfigurationSource,
        logger: Logger
    ) throws(DaemonFailure) {
        let inbox = Inbox()
        let health = Health(startedAt: .now)
        let feed = EventFeed(epoch: String(BootClock.wallMicroseconds, radix: 36))
        let narrator = Narrator(logger: logger)
        let signalStream: SignalStream
        let clock: WallClockTimer
        do throws(LinuxError) {
            let thread = try EventThread()
            drift = DriftWatch(
                store: store, profiling: ProfilingProcess(program: programs.profiler), now: { .now }, log: logger,
                answer: inbox.send)
            dispatcher = try Dispatcher.make(
                paths: paths, programs: programs, store: store, thread: thread, drift: drift, inbox: inbox)
            performance = PerformanceWatch(
                directory: paths.predictions, record: store, rows: RowReadingProcess(program: programs.profiler),
                now: { .now }, log: logger, answer: inbox.send)
            intake = Intake(
                store: store, profiler: programs.profiler, performance: performance, inbox: inbox, logger: logger)
            reloader = Reloader(source: source, inbox: inbox, intake: intake, health: health, logger: logger)
            signalStream = try SignalStream([SIGTERM, SIGINT, SIGHUP], on: thread)
            clock = try WallClockTimer(on: thread)
        } catch {
            throw DaemonFailure(.generic, "\(error)")
        }
        let (dispatcher, intake) = (dispatcher, intake)
        // Tried again when it fails; what is wrong with the record shows at the next commit.
        let merge: @Sendable () -> Void = { _ = try? store.checkpoint() }  // a failure keeps the log as it is
        let care = RecordCare(log: { store.log }, merge: merge) { size in
            health.logIsLarge(size)
            narrator.tell(ofLargeLog: size)
        }
        loop = EventLoop(
            inbox: inbox, store: store,
            effects: .init(
                now: { .now }, perform: dispatcher.perform, performEarly: dispatcher.performEarly,
                tell: { notice in
                    narrator.tell(notice)
                    feed.add(notice, at: .now)
                },
                beat: { failure in
                    let now = Moment.now
                    if health.beat(failure, at: now) { narrator.tell(ofRecord: failure) }
                    care.look(at: now)
                },
                conflict: { error in
                    logger.error("dropped an event: \(error)", metadata: ["MESSAGE_ID": "\(MessageID.recordConflict)"])
                    intake.recheck()
                }))
        let logs = RunLogSource(state: paths.state, store: store)
        var services = APIServices(
            inbox: inbox, store: store, health: health, feed: feed, paths: paths, reload: reloader.reload,
            datasetStatus: intake.status, logs: logs.lines, now: { .now })
        services.predictions = performance.store
        (services.stepSocket, services.audit) = (programs.stepSocket, CommandAudit(logger: logger))
        services.roles = .ofThisHost(paths, programs)
        let (reporter, reloader) = (ServiceReporter(services: services), reloader)
        let reload: @Sendable () async -> ReloadResponse = { await reporter.reloading(reloader.reload) }
        services.reload = reload
        signals = SignalService(
            signals: signalStream, clock: clock, inbox: inbox, reload: reload, clockChanged: intake.clockChanged)
        self.services = services
        self.reporter = reporter
        self.inbox = inbox
        self.store = store
        self.logger = logger
    }

    /// Puts the configuration in force and picks up what was unfinished.
    func begin(_ configuration: Configuration, _ snapshot: Snapshot) {
        let observations = dispatcher.observations(of: snapshot.activeRuns)
        loop.start(restoring: snapshot)
        inbox.send(configuration.event(pinned: reloader.pinned(by: snapshot, from: store)))
        inbox.send(.booted(observations))
        dispatcher.adopt(observations)
        reloader.note(configuration)
        intake.watch(configuration)
    }

    func becameReady() async {
        services.health.becameReady()
        let count = reloader.pipelineCount
        await reporter.ready()
        logger.info(
            "mlopsd \(Version.text) is ready: \(count) pipelines, socket \(services.paths.socket)",
            metadata: ["MESSAGE_ID": "\(MessageID.daemonStarted)"])
        StartupMemory.release()
    }

    /// Ends everything but the runs: their shims go on by themselves.
    func end() {
        logger.info("mlopsd stops; runs go on", metadata: ["MESSAGE_ID": "\(MessageID.daemonStopping)"])
        drift.stop()
        intake.stop()
        loop.stop()
        do throws(StoreError) { try store.close() } catch {
            logger.error("\(error)")
        }
    }
}

extension RoleTable {
    /// The system's steps run as its own user too: where they are in units, commands come from people.
    fileprivate static func ofThisHost(_ paths: DaemonPaths, _ programs: DaemonPrograms) -> RoleTable {
        ofThisHost(ownRole: paths.isUserInstance || programs.stepSocket == nil ? .admin : .viewer)
    }
}
