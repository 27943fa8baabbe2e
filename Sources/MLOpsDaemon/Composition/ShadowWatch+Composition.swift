import Logging
import MLOpsStore

extension ShadowWatch {
    static func make(
        _ paths: DaemonPaths, _ programs: DaemonPrograms, _ units: CommandUnits?, _ store: SQLiteMetadataStore,
        _ performance: PerformanceWatch, _ inbox: Inbox, _ logger: Logger
    ) -> ShadowWatch {
        ShadowWatch(
            parts: ShadowParts(
                state: paths.state, models: ModelStore(state: paths.state), record: store,
                predictions: performance.store, rows: RowReadingProcess(program: programs.profiler),
                base: .ofThisProcess, units: units, now: { .now }, log: logger, answer: inbox.send))
    }
}

extension PerformanceWatch {
    static func make(
        _ paths: DaemonPaths, _ programs: DaemonPrograms, _ store: SQLiteMetadataStore, _ inbox: Inbox,
        _ logger: Logger
    ) -> PerformanceWatch {
        PerformanceWatch(
            directory: paths.predictions, record: store, rows: RowReadingProcess(program: programs.profiler),
            now: { .now }, log: logger, answer: inbox.send)
    }
}
