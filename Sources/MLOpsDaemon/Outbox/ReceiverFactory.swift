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
            let poster = HTTPPoster(url: url, timeout: timeout, units: units)
            return WebhookReceiver(
                poster: poster, secret: secret.map { WebhookSecret(credential: credential($0)) }
            ) { Moment.now.wall.microseconds / 1_000_000 }
        case .command(let arguments):
            return CommandReceiver(arguments: arguments, timeout: timeout, base: base, units: units)
        case .openLineage(let place):
            return LineageReceiver(writer: lineage, place: place, timeout: timeout, units: units)
        case .mlflow(let url, let secret):
            let api = MLflowAPI(
                url: url, credential: secret.map(credential), exchange: HTTPExchange(timeout: timeout, units: units))
            return MLflowReceiver(
                store: store, runs: MLflowRuns(store: store, api: api, lineage: lineage),
                models: MLflowModels(api: api, host: lineage.host))
        }
    }

    private var lineage: LineageWriter { LineageWriter(store: store, host: RunEnvironment.Machine.current.name) }

    private func credential(_ name: String) -> Credential {
        Credential(name: name, directories: Credential.directories(besides: configuration))
    }
}
