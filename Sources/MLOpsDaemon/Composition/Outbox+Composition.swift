import Logging
import MLOpsConfig
import MLOpsCore
import MLOpsStore

extension Outbox {
    static func make(
        _ paths: DaemonPaths, _ store: SQLiteMetadataStore, _ units: CommandUnits?, _ logger: Logger
    ) -> Outbox {
        let factory = ReceiverFactory(
            store: store, configuration: paths.configuration, base: .ofThisProcess, units: units)
        return Outbox(store: store, now: { Moment.now.wall }, logger: logger, make: factory.receiver)
    }

    @Sendable func configure(_ configuration: Configuration) { configure(configuration.settings.receivers) }
}
