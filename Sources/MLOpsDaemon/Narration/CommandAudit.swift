package import Logging
import MLOpsControl
import MLOpsCore
import Synchronization

/// Tells the journal who commanded what, and who was not allowed to.
package final class CommandAudit: Sendable {
    /// A caller that is refused without end must not drive everything else out of the journal.
    private static let pause = Duration.seconds(10)
    /// Users of one host with what they tried; with more, all pauses begin anew.
    private static let mostRefusals = 4096

    private struct Refusal: Hashable {
        /// That of nobody known to this host is the largest.
        let user: UInt32
        let route: Route
    }

    private let logger: Logger?
    private let refusals = Mutex<[Refusal: ContinuousClock.Instant]>([:])

    /// - Parameter logger: nil: nobody is told.
    package init(logger: Logger? = nil) { self.logger = logger }

    /// - Parameters:
    ///   - group: the main one of the caller; nil: the kernel does not say.
    ///   - problem: why nothing came of it; nil: it was done, or is being done.
    func tell(_ actor: Actor, of group: UInt32? = nil, commanded route: Route, _ path: String, problem: String?) {
        let result = problem.map { ": refused, \($0)" } ?? ""
        let subject = CommandSubject(route, path)
        logger?.notice(
            "\(Self.text(actor)) asked for \(subject.text)\(result)",
            metadata: Self.fields(MessageID.commandTaken, actor, group, route, subject))
    }

    /// - Parameter actor: nil: the kernel names none that this host knows.
    func tell(
        _ actor: Actor?, of group: UInt32? = nil, mayNot route: Route, _ path: String,
        now: ContinuousClock.Instant = .now
    ) {
        guard isTimely(Refusal(user: actor?.uid ?? .max, route: route), now) else { return }
        let subject = CommandSubject(route, path)
        logger?.warning(
            "\(Self.text(actor)) may not ask for \(subject.text); the \(route.role)s of mlopsd may",
            metadata: Self.fields(MessageID.commandRefused, actor, group, route, subject))
    }

    private func isTimely(_ refusal: Refusal, _ now: ContinuousClock.Instant) -> Bool {
        refusals.withLock { refusals in
            if let last = refusals[refusal], last.duration(to: now) < Self.pause { return false }
            if refusals.count >= Self.mostRefusals { refusals.removeAll() }
            refusals[refusal] = now
            return true
        }
    }

    private static func text(_ actor: Actor?) -> String {
        guard let actor else { return "somebody unknown to this host" }
        guard let user = actor.uid else { return actor.name }
        return "\(actor.name) (uid \(user)\(actor.pid.map { ", pid \($0)" } ?? ""))"
    }

    private static func fields(
        _ message: String, _ actor: Actor?, _ group: UInt32?, _ route: Route, _ subject: CommandSubject
    ) -> Logger.Metadata {
        var fields = subject.metadata
        fields["MESSAGE_ID"] = "\(message)"
        fields["MLOPSD_COMMAND"] = "\(route.rawValue)"
        if let user = actor?.uid { fields["MLOPSD_ACTOR_UID"] = "\(user)" }
        if let group { fields["MLOPSD_ACTOR_GID"] = "\(group)" }
        return fields
    }
}
