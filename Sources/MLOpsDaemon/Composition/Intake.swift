import Logging
import MLOpsCore
import MLOpsLinux
import MLOpsStore

/// What watches data for the daemon.
struct Intake: Sendable {
    private let datasets: DatasetSource
    private let code: CodeSource

    init(store: SQLiteMetadataStore, inbox: Inbox, logger: Logger) throws(LinuxError) {
        let effects = IntakeEffects(now: { .now }, send: inbox.send, log: logger)
        datasets = DatasetSource(index: store, effects: effects)
        code = CodeSource(effects: effects)
    }

    /// Watches what these definitions name, and nothing else.
    func watch(_ pipelines: [PipelineDefinition]) {
        datasets.configure(pipelines)
        code.configure(pipelines)
    }

    /// An event was dropped: what it told must be found again.
    func recheck() { datasets.recheck() }

    @Sendable func status() async -> [DatasetStatus] { await datasets.status() }

    func stop() {
        datasets.stop()
        code.stop()
    }
}
