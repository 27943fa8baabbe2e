import Dispatch
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
    /// By then the first scans are made and whoever waited for the daemon has asked it.
    private static let startEnds = DispatchTimeInterval.seconds(10)

    private let inbox: Inbox
    private let loop: EventLoop<SQLiteMetadataStore>
    private let dispatcher: Dispatcher
    private let drift: DriftWatch
    private let shadow: ShadowWatch
    private let performance: PerformanceWatch
    private let intake: Intake
    private let serving: Serving
    private let reloader: Reloader
    private let outbox: Outbox
    private let pruner: Pruner
    private let registryCare: RegistryCare
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
        let units: CommandUnits?
        let tell: @Sendable (Notice) -> Void
        do throws(LinuxError) {
            units = try CommandUnits.make(paths, programs)
            outbox = Outbox.make(paths, store, units, logger)
            tell = Self.telling(narrator, feed, outbox)
            let thread = try EventThread()
            drift = DriftWatch(
                store: store, profiling: ProfilingProcess(program: programs.profiler), now: { .now }, log: logger,
                answer: inbox.send)
            performance = .make(paths, programs, store, inbox, logger)
            shadow = .make(paths, programs, units, store, performance, inbox, logger)
            serving = Serving.make(
                paths: paths, programs: programs, units: units, thread: thread, logger: logger, tell: Self.tell(inbox))
            dispatcher = Dispatcher.make(
                paths: paths, programs: programs, units: units, store: store, thread: thread, drift: drift,
                shadow: shadow, serving: serving, inbox: inbox, source: source, logger: logger,
                tellWaiting: Self.tellingWaiting(health, narrator))
            intake = Intake(
                store: store, profiler: programs.profiler, performance: performance, inbox: inbox, logger: logger)
            registryCare = .make(paths, store, health, inbox, logger)
            reloader = Reloader(
                source: source, inbox: inbox, intake: intake, serving: serving, health: health, logger: logger,
                store: store, tell: Self.configuring(outbox, registryCare))
            signalStream = try SignalStream([SIGTERM, SIGINT, SIGHUP], on: thread)
            clock = try WallClockTimer(on: thread)
        } catch {
            throw DaemonFailure(.generic, "\(error)")
        }
        let (dispatcher, intake, outbox) = (dispatcher, intake, outbox)
        loop = EventLoop(
            inbox: inbox, store: store,
            effects: .init(
                now: { .now }, perform: dispatcher.perform, isEarly: Dispatcher.isEarly,
                performEarly: dispatcher.performEarly, prepare: dispatcher.prepare, beside: dispatcher.beside,
                abandon: dispatcher.abandon, tell: tell, publishes: { outbox.isOn },
                beat: Self.beat(health, narrator, .make(store, health, narrator)),
                conflict: { error in
                    logger.error("dropped an event: \(error)", metadata: ["MESSAGE_ID": "\(MessageID.recordConflict)"])
                    intake.recheck()
                }))
        let logs = RunLogSource(state: paths.state, store: store)
        var services = APIServices(
            inbox: inbox, store: store, health: health, feed: feed, paths: paths, reload: reloader.reload,
            datasetStatus: intake.status, logs: logs.lines, now: { .now })
        services.predictions = performance.store
        services.addRoles(paths, programs, logger)
        pruner = services.addWork(paths, programs, store, source, units, logger)
        services.serviceStatus = serving.status
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

    /// Whatever people should hear of goes to the journal and to whoever listens.
    private static func telling(
        _ narrator: Narrator, _ feed: EventFeed, _ outbox: Outbox
    ) -> @Sendable (Notice) -> Void {
        { notice in
            narrator.tell(notice)
            feed.add(notice, at: .now)
            outbox.wake()
        }
    }

    /// Only what the loop commits reaches the outbox.
    private static func tell(_ inbox: Inbox) -> @Sendable (Notice) -> Void {
        { inbox.send(.noticed($0)) }
    }

    private static func configuring(_ outbox: Outbox, _ care: RegistryCare) -> @Sendable (Configuration) -> Void {
        { configuration in
            outbox.configure(configuration)
            care.configure(configuration)
        }
    }

    private static func tellingWaiting(_ health: Health, _ narrator: Narrator) -> @Sendable (String?) -> Void {
        { reason in
            health.stepsWait(reason)
            narrator.tell(ofWaitingSteps: reason)
        }
    }

    private static func beat(
        _ health: Health, _ narrator: Narrator, _ care: RecordCare
    ) -> @Sendable (StoreError?) -> Void {
        { failure in
            let now = Moment.now
            if health.beat(failure, at: now) { narrator.tell(ofRecord: failure) }
            care.look(at: now)
        }
    }

    /// Puts the configuration in force and picks up what was unfinished.
    func begin(_ configuration: Configuration, _ snapshot: Snapshot) {
        let ended = MarkedProcesses.end(CommandMark.variable(state: services.paths.state))
        if ended > 0 { logger.notice("\(ended) checks of a daemon that died are ended; they are made again") }
        removeUnfinishedModels()
        let observations = dispatcher.observations(of: snapshot.activeRuns)
        outbox.configure(configuration)
        loop.start(restoring: snapshot)
        inbox.send(configuration.event(pinned: reloader.pinned(by: snapshot)))
        inbox.send(.booted(observations))
        dispatcher.adopt(observations)
        reloader.note(configuration)
        intake.watch(configuration)
        serving.configure(configuration.pipelines, invalid: configuration.invalid.map(\.name))
        pruner.begin()
        registryCare.configure(configuration)
        registryCare.begin()
    }

    private func removeUnfinishedModels() {
        do throws(RunError) { try ModelStore(state: services.paths.state).removeUnfinished() } catch {
            logger.warning("cannot remove what was left of models: \(error); it is tried again at the next start")
        }
    }

    func becameReady() async {
        services.health.becameReady()
        let count = reloader.pipelineCount
        await reporter.ready()
        logger.info(
            "mlopsd \(Version.text) is ready: \(Int64(count).counted("pipeline")), socket \(services.paths.socket)",
            metadata: ["MESSAGE_ID": "\(MessageID.daemonStarted)"])
        let queue = DispatchQueue.global(qos: .utility)
        queue.async { [store] in
            try? store.rehearse()  // What is wrong with the record is told at its first commit.
        }
        queue.asyncAfter(deadline: .now() + Self.startEnds) { ResidentMemory.releaseStartup() }
    }

    /// Ends everything but the runs: their shims go on by themselves.
    func end() {
        logger.info("mlopsd stops; runs go on", metadata: ["MESSAGE_ID": "\(MessageID.daemonStopping)"])
        drift.stop()
        shadow.stop()
        intake.stop()
        loop.stop()
        do throws(StoreError) { try store.close() } catch {
            logger.error("\(error)")
        }
    }
}
