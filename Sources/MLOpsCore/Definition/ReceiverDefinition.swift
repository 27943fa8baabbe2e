/// Something outside that is told what happens.
package struct ReceiverDefinition: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// POST to an address, signed as Standard Webhooks says where there is a secret.
        case webhook(url: String, secret: String?)
        /// A program that gets the event on its standard input.
        case command([String])
        /// Run events of OpenLineage, POSTed to an address or appended to a file (absolute).
        case openLineage(String)
        /// An MLflow tracking server at an address, without a slash at its end; the credential says who we are.
        case mlflow(url: String, secret: String?)
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

    /// What it is told of; nil: everything.
    package var usableEvents: [Notice.Kind]? {
        guard let usable = kind.usable else { return events }
        return events.map { given in usable.filter(given.contains) } ?? usable
    }

    /// The name of the credential with which it is spoken to; nil: it needs none.
    package var secret: String? {
        switch kind {
        case .webhook(_, let secret), .mlflow(_, let secret): secret
        case .command, .openLineage: nil
        }
    }

    /// Whether an event waits for all before it, and not only for those of its run: a mirror is built in order.
    package var isOneLane: Bool {
        if case .mlflow = kind { true } else { false }
    }
}

extension ReceiverDefinition.Kind {
    /// What something can be made of; nil: of everything.
    package var usable: [Notice.Kind]? {
        let runs: [Notice.Kind] = [.runStarted, .runSucceeded, .runRefused, .runFailed, .runCancelled]
        let models: [Notice.Kind] = [
            .modelRegistered, .modelDeployed, .modelRolledBack, .approvalNeeded, .probationFailed,
            .probationInconclusive, .shadowBegun, .shadowEnded,
        ]
        return switch self {
        case .webhook, .command: nil
        case .openLineage: runs
        case .mlflow: runs + models
        }
    }
}
