package import Logging
import MLOpsControl
import MLOpsCore
import Synchronization

/// Tells the journal who commanded what, and who was not allowed to.
package final class CommandAudit: Sendable {
    /// A caller that is refused without end must not drive everything else out of the journal.
    private static let pause = Duration.seconds(10)
    /// Users of one host; with more, the pauses of all begin anew.
    private static let mostCallers = 1024
    private static let longestPath = 200

    private let logger: Logger?
    private let refusals = Mutex<[UInt32: ContinuousClock.Instant]>([:])

    /// - Parameter logger: nil: nobody is told.
    package init(logger: Logger? = nil) { self.logger = logger }

    /// - Parameters:
    ///   - group: the main one of the caller; nil: the kernel does not say.
    ///   - problem: why nothing came of it; nil: it was done, or is being done.
    func tell(_ actor: Actor, of group: UInt32? = nil, commanded route: Route, _ path: String, problem: String?) {
        let result = problem.map { ": refused, \($0)" } ?? ""
        logger?.notice(
            "\(Self.text(actor)) asked for \(path.prefix(Self.longestPath))\(result)",
            metadata: Self.fields(MessageID.commandTaken, actor, group, route))
    }

    /// - Parameter actor: nil: the kernel names none that this host knows.
    func tell(
        _ actor: Actor?, of group: UInt32? = nil, mayNot route: Route, _ path: String,
        now: ContinuousClock.Instant = .now
    ) {
        guard isTimely(actor?.uid ?? .max, now) else { return }
        logger?.warning(
            "\(Self.text(actor)) may not ask for \(path.prefix(Self.longestPath)); the \(route.role)s of mlopsd may",
            metadata: Self.fields(MessageID.commandRefused, actor, group, route))
    }

    private func isTimely(_ user: UInt32, _ now: ContinuousClock.Instant) -> Bool {
        refusals.withLock { refusals in
            if let last = refusals[user], last.duration(to: now) < Self.pause { return false }
            if refusals.count >= Self.mostCallers { refusals.removeAll() }
            refusals[user] = now
            return true
        }
    }

    private static func text(_ actor: Actor?) -> String {
        guard let actor else { return "somebody unknown to this host" }
        guard let user = actor.uid else { return actor.name }
        return "\(actor.name) (uid \(user)\(actor.pid.map { ", pid \($0)" } ?? ""))"
    }

    private static func fields(
        _ message: String, _ actor: Actor?, _ group: UInt32?, _ route: Route
    ) -> Logger.Metadata {
        var fields: Logger.Metadata = ["MESSAGE_ID": "\(message)", "MLOPSD_COMMAND": "\(route.rawValue)"]
        if let user = actor?.uid { fields["MLOPSD_ACTOR_UID"] = "\(user)" }
        if let group { fields["MLOPSD_ACTOR_GID"] = "\(group)" }
        return fields
    }
}
