import Logging
import MLOpsConfig
import MLOpsCore
import MLOpsStore

/// What watches data, code and predictions for the daemon.
struct Intake: Sendable {
    private let datasets: DatasetSource
    private let code: CodeSource
    private let performance: PerformanceWatch

    init(
        store: SQLiteMetadataStore, profiler: String, performance: PerformanceWatch, inbox: Inbox, logger: Logger
    ) {
        self.performance = performance
        let effects = IntakeEffects(now: { .now }, send: inbox.send, log: logger)
        datasets = DatasetSource(index: store, effects: effects, profiler: profiler)
        code = CodeSource(effects: effects)
    }

    /// Watches what the definitions name, and nothing else.
    func watch(_ configuration: Configuration) {
        datasets.configure(configuration.pipelines, schemas: configuration.schemas)
        code.configure(configuration.pipelines)
        performance.configure(configuration.pipelines)
    }

    /// An event was dropped: what it told must be found again.
    func recheck() {
        datasets.recheck()
        performance.recheck()
    }

    /// The clock was set, or the machine woke from suspend.
    func clockChanged() {
        datasets.rescan()
        code.rescan()
    }

    @Sendable func status() async -> [DatasetStatus] { await datasets.status() }

    func stop() {
        datasets.stop()
        code.stop()
        performance.stop()
    }
}
