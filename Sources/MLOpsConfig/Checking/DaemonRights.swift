/// What the daemon of a configuration may do on this machine, as far as that is known here.
package protocol DaemonRights: Sendable {
    /// Whom it runs as.
    var user: String { get }

    /// Why it can make no links in a directory; nil: it can, or nobody knows from here.
    func obstacle(toLinksIn directory: String) -> Obstacle?
}

extension DaemonRights {
    /// Why it can put no link where a model goes live; nil: it can, or nobody knows from here.
    package func obstacle(toTarget target: String) -> Obstacle? { obstacle(toLinksIn: FilePath.parent(of: target)) }
}
