import Logging
import MLOpsConfig
import MLOpsCore
import MLOpsStore

extension RegistryCare {
    static func make(
        _ paths: DaemonPaths, _ store: SQLiteMetadataStore, _ health: Health, _ inbox: Inbox, _ logger: Logger
    ) -> RegistryCare {
        RegistryCare(
            check: RegistryCheck(state: paths.state), health: health, logger: logger,
            standing: { () throws(StoreError) in try store.standing() },
            version: { id throws(StoreError) in try store.version(id) }, tell: { inbox.send($0) })
    }

    @Sendable func configure(_ configuration: Configuration) {
        configure(readingEvery: configuration.settings.readsChampionsEvery)
    }
}
