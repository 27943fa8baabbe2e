package import MLOpsCore

/// What the daemon of a configuration may do on this machine, as far as that is known here.
package protocol DaemonRights: Sendable {
    /// Whom it runs as.
    var user: String { get }

    /// Why it can make no links in a directory; nil: it can, or nobody knows from here.
    func obstacle(toLinksIn directory: String) -> Obstacle?

    /// Why it can not load the secret of a receiver; nil: it can, there is none, or nobody knows from here.
    func obstacle(toSecretOf receiver: ReceiverDefinition) -> Obstacle?
}

extension DaemonRights {
    /// Why it can put no link where a model goes live; nil: it can, or nobody knows from here.
    package func obstacle(toTarget target: String) -> Obstacle? { obstacle(toLinksIn: FilePath.parent(of: target)) }
}
