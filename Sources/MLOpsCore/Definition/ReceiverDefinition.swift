/// Something outside that is told what happens.
package struct ReceiverDefinition: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// POST to an address, signed as Standard Webhooks says where there is a secret.
        case webhook(url: String, secret: String?)
        /// A program that gets the event on its standard input.
        case command([String])
        /// Run events of OpenLineage, POSTed to an address or appended to a file (absolute).
        case openLineage(String)
    }

    package var name: String
    package var kind: Kind
    /// What it is told of; nil: everything that it can make use of.
    package var events: [Notice.Kind]?
    /// Whose events; nil: all pipelines'.
    package var pipelines: [PipelineName]?
    /// For one delivery.
    package var timeout: Duration

    package init(
        name: String, kind: Kind, events: [Notice.Kind]? = nil, pipelines: [PipelineName]? = nil,
        timeout: Duration = .seconds(15)
    ) {
        self.name = name
        self.kind = kind
        self.events = events
        self.pipelines = pipelines
        self.timeout = timeout
    }

    /// What can be made of its kind of telling.
    package var usableEvents: [Notice.Kind]? {
        guard case .openLineage = kind else { return events }
        let runs: [Notice.Kind] = [.runStarted, .runSucceeded, .runRefused, .runFailed, .runCancelled]
        return events.map { given in runs.filter(given.contains) } ?? runs
    }
}
