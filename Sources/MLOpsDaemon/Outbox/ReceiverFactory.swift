import MLOpsCore
import MLOpsSchedule
import MLOpsStore

/// Makes receivers of their definitions.
struct ReceiverFactory: Sendable {
    let store: SQLiteMetadataStore
    /// The configuration directory, beside which credentials lie.
    let configuration: String
    let base: BaseEnvironment
    /// nil: what receivers run are processes below the daemon.
    var units: CommandUnits? = nil

    @Sendable func receiver(_ definition: ReceiverDefinition) -> any Receiver {
        let timeout = definition.timeout
        switch definition.kind {
        case .webhook(let url, let secret):
            let directories = WebhookSecret.directories(besides: configuration)
            let poster = HTTPPoster(url: url, timeout: timeout, units: units)
            return WebhookReceiver(
                poster: poster, secret: secret.map { WebhookSecret(name: $0, directories: directories) }
            ) { Moment.now.wall.microseconds / 1_000_000 }
        case .command(let arguments):
            return CommandReceiver(arguments: arguments, timeout: timeout, base: base, units: units)
        case .openLineage(let place):
            let host = RunEnvironment.Machine.current.name
            return LineageReceiver(
                writer: LineageWriter(store: store, host: host), place: place, timeout: timeout, units: units)
        }
    }
}
