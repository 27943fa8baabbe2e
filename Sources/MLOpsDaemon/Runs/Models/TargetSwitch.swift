import Glibc
import MLOpsConfig
import MLOpsCore
import MLOpsLinux

/// Makes a version live: points the link at the pipeline's target to it, in one step that readers cannot see half of.
struct TargetSwitch: Hashable, Sendable {
    let store: ModelStore
    let limits: TreeLimits

    /// Points the target at the deployment's version; doing it again is harmless.
    ///
    /// - Throws: `damagedVersion` when the version is not whole, `foreignTarget` when the target points neither to what
    ///   the ledger says is live nor to this version, `unusableTarget` when it is no link or has no directory.
    func perform(_ deployment: Deployment) throws(RunError) {
        guard let target = deployment.target else { return }
        try store.verify(deployment.version, digest: deployment.digest, limits: limits)
        let link = SwitchableLink(target)
        let wanted = store.directory(of: deployment.version)
        let current = try currentTarget(of: link, deployment)
        try check(current, wanted, deployment)
        let replaced = try point(link, at: wanted, insteadOf: current, deployment)
        guard replaced != current, replaced != wanted else { return }
        // Somebody changed the link between our look and the switch: it is theirs.
        if let replaced { try point(link, at: replaced, insteadOf: wanted, deployment) }
        try check(replaced, wanted, deployment)
    }

    /// Points the target back at what the deployment replaced, or removes it where there was nothing; doing it again is
    /// harmless.
    ///
    /// - Throws: `foreignTarget` when the target points to neither version: it is somebody else's by now.
    func restore(_ deployment: Deployment) throws(RunError) {
        guard let target = deployment.target else { return }
        let link = SwitchableLink(target)
        let current = try currentTarget(of: link, deployment)
        let wanted = deployment.replaced.map(store.directory)
        guard current != wanted else { return }
        try check(current, store.directory(of: deployment.version), deployment)
        guard let wanted else {
            do { try link.remove() } catch { throw refusal(error, link, deployment) }
            return
        }
        let replaced = try point(link, at: wanted, insteadOf: current, deployment)
        guard replaced != current, replaced != wanted, let replaced else { return }
        // Somebody changed the link between our look and the switch: it is theirs.
        try point(link, at: replaced, insteadOf: wanted, deployment)
        try check(replaced, wanted, deployment)
    }

    private func currentTarget(of link: SwitchableLink, _ deployment: Deployment) throws(RunError) -> String? {
        do {
            return try link.target()
        } catch {
            throw refusal(error, link, deployment)
        }
    }

    private func check(_ current: String?, _ wanted: String, _ deployment: Deployment) throws(RunError) {
        let live = deployment.replaced.map(store.directory)
        guard let current, current != wanted, current != live else { return }
        let expected = live.map { "\"\($0)\"" } ?? "nothing there yet"
        throw RunError(
            .foreignTarget,
            """
            cannot deploy \(deployment.version) at "\(UntrustedText.escape(deployment.target ?? ""))": the link points \
            to "\(UntrustedText.escape(current))", which is not from mlopsd (the ledger has \(expected)); it is left as \
            it is: remove it or point it back, then deploy again
            """)
    }

    /// Returns what the link pointed to before.
    ///
    /// After a failure it is as it was, as far as can be known.
    @discardableResult
    private func point(
        _ link: SwitchableLink, at wanted: String, insteadOf current: String?, _ deployment: Deployment
    ) throws(RunError) -> String? {
        do {
            return try link.point(at: wanted)
        } catch {
            restore(link, to: current, after: wanted)
            throw refusal(error, link, deployment)
        }
    }

    /// The switch may have been made and not be durable; the ledger will say that it failed, so the link must too.
    private func restore(_ link: SwitchableLink, to current: String?, after wanted: String) {
        do throws(LinuxError) {
            guard current != wanted, try link.target() == wanted else { return }
            if let current {
                try link.point(at: current)
            } else {
                _ = unlink(link.path)
            }
        } catch {
            // The first error is the one to tell; a link that still points to the version is found by the next switch.
        }
    }

    private func refusal(_ error: LinuxError, _ link: SwitchableLink, _ deployment: Deployment) -> RunError {
        RunError(
            .unusableTarget,
            """
            cannot deploy \(deployment.version) at "\(UntrustedText.escape(link.path))": \(error.cause); \
            \(Self.hint(error, link))
            """)
    }

    /// Returns how the cause is removed.
    static func hint(_ error: LinuxError, _ link: SwitchableLink) -> String {
        let directory = "/" + link.path.split(separator: "/").dropLast().joined(separator: "/")
        let user = BaseEnvironment.ofThisProcess.user
        return switch error.cause {
        case .notSymbolicLink: "move it away, mlopsd only ever replaces a symbolic link"
        case .system(ENOENT): "make the directory that is to hold the link: \(Obstacle.making(directory, for: user))"
        case .system(EROFS): Obstacle.unlocking(directory)
        case .system(EACCES), .system(EPERM): Obstacle.opening(directory, to: user)
        default: "deploy again when that is cured"
        }
    }
}
