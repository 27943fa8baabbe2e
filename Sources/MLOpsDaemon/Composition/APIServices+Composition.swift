import Logging
import MLOpsCore
import MLOpsStore

extension APIServices {
    /// Adds what is done on demand beside the event loop; returns what does some of it by itself as well.
    mutating func addWork(
        _ paths: DaemonPaths, _ store: SQLiteMetadataStore, _ source: ConfigurationSource, _ logger: Logger
    ) -> Pruner {
        let reproducer = Reproducer(
            state: paths.state, store: store, base: .ofThisProcess, definitions: source.pinned, now: { .now })
        reproductions = reproducer.begin
        reproduction = reproducer.answer
        let pruner = Pruner(state: paths.state, store: store, inbox: inbox, logger: logger)
        prune = { try await pruner.prune($0, isDry: $1, now: Moment.now.wall) }
        return pruner
    }
}
