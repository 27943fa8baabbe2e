import MLOpsSchedule

/// Whether one file is whole: the readiness ladder as a machine without a clock or a disk of its own.
///
/// Each observation is answered with what to do next, until the answer is final. Waiting can be cut short at any time
/// by a hint; looking more often than asked does no harm.
package struct FileReadiness: Hashable, Sendable {
    package enum Step: Hashable, Sendable {
        case look
        /// Look again after this time; a hint may come before.
        case wait(Duration)
        case tryLease
        /// Only a manifest or `_SUCCESS` can tell.
        case awaitMarker
        case ready(FileRecord.Rung)
        /// Nothing to remember: there is no data in it yet.
        case ignore
        case quarantine(String)
        case unreadable(String)
        case gone
    }

    /// As last seen.
    package private(set) var fingerprint: FileRecord.Fingerprint?
    /// Whether nothing but attributes is known to have changed since the machine was made.
    package private(set) var sawOnlyAttributes = true
    /// The uptime since which nothing happened, in microseconds.
    private var restingSince: Int64
    private var wasMovedIn = false
    private var hasNoLeases = false
    /// How often in a row a writer was found.
    private var refusals = 0

    package init(at now: Moment) { restingSince = now.uptime }

    /// Why the file is not ready, for people.
    package var obstacle: String {
        refusals > 0 ? "a process has it open for writing" : "it has not been at rest for long enough"
    }

    package mutating func handle(
        _ observation: FileObservation, policy: ReadinessPolicy, at now: Moment
    ) -> Step {
        switch observation {
        case .hint(let hint):
            note(hint, at: now)
            return .look
        case .look(.regular(let seen)): return look(seen, policy: policy, at: now)
        case .look(.special(let kind)): return .quarantine("it is \(kind), not a regular file")
        case .look(.unreadable(let reason)): return .unreadable(reason)
        case .look(.absent): return .gone
        case .lease(let lease, let seen):
            guard seen == fingerprint else {
                wasMovedIn = false
                return look(seen, policy: policy, at: now)
            }
            return answer(lease, seen, policy: policy, at: now)
        }
    }

    private mutating func note(_ hint: FileObservation.Hint, at now: Moment) {
        switch hint {
        case .found:
            sawOnlyAttributes = false
            // Being listed is nothing that happened to the file.
            return
        case .attributesChanged: break
        case .created, .written, .movedIn:
            wasMovedIn = hint == .movedIn
            sawOnlyAttributes = false
            refusals = 0
        }
        restingSince = now.uptime
    }

    private mutating func look(
        _ seen: FileRecord.Fingerprint, policy: ReadinessPolicy, at now: Moment
    ) -> Step {
        if let fingerprint, fingerprint != seen { restingSince = now.uptime }
        fingerprint = seen
        guard policy.readiness != .manifest else { return .awaitMarker }
        guard seen.size > 0 || policy.allowsEmpty else { return awaitContent(seen, policy: policy, at: now) }
        guard wasMovedIn else { return settle(seen, policy: policy, at: now) }
        switch policy.readiness {
        case .rename: return .ready(.rename)
        // A rename says that the name is final; a writer that kept the file open says that the content is not.
        case .auto: return policy.usesLeases && !hasNoLeases ? .tryLease : .ready(.rename)
        case .lease, .quiet, .manifest: return settle(seen, policy: policy, at: now)
        }
    }

    /// A writer that has just made the file gives no event when it writes, only when it closes it; until then the file
    /// should be seen to be on its way.
    private func awaitContent(
        _ seen: FileRecord.Fingerprint, policy: ReadinessPolicy, at now: Moment
    ) -> Step {
        guard !wasMovedIn else { return .ignore }
        let rested = Duration.microseconds(max(0, now.uptime - restingSince))
        let aged = now.wall - Instant(microseconds: seen.changedNanoseconds / 1000)
        let remaining = policy.settle - max(rested, aged)
        return remaining <= .zero ? .ignore : .wait(remaining)
    }

    private func settle(_ seen: FileRecord.Fingerprint, policy: ReadinessPolicy, at now: Moment) -> Step {
        let rested = Duration.microseconds(max(0, now.uptime - restingSince))
        guard policy.usesLeases, policy.readiness != .quiet, !hasNoLeases else {
            return rested >= policy.settle ? .ready(.quiet) : .wait(policy.settle - rested)
        }
        // Only the kernel sets the change time, so a file that was whole long before it was found need not wait. The
        // rung quiet must not rely on it: a stepped clock would pass off a file still being written as an old one.
        let aged = now.wall - Instant(microseconds: seen.changedNanoseconds / 1000)
        let remaining = policy.leaseQuiet - max(rested, refusals > 0 ? .zero : aged)
        return remaining <= .zero ? .tryLease : .wait(remaining)
    }

    private mutating func answer(
        _ lease: FileObservation.Lease, _ seen: FileRecord.Fingerprint, policy: ReadinessPolicy, at now: Moment
    ) -> Step {
        switch lease {
        case .granted:
            return .ready(wasMovedIn && policy.readiness != .lease ? .rename : .lease)
        case .refused:
            wasMovedIn = false
            restingSince = now.uptime
            refusals = min(refusals + 1, 7)
            // Closing gives an event; the wait is for writers whose end does not, and they may take hours.
            return .wait(max(policy.leaseQuiet, .seconds(1 << (refusals - 1))))
        case .unsupported:
            hasNoLeases = true
            return wasMovedIn && policy.readiness == .auto
                ? .ready(.rename) : settle(seen, policy: policy, at: now)
        }
    }
}
