import Dispatch
import Logging
import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import MLOpsStore
import Synchronization

/// Looks by itself whether what is live is what the ledger says: at targets every hour, at champions' files as often as
/// the settings say.
///
/// Each difference is told once, and is a reason for being degraded until it is gone.
final class RegistryCare: Sendable {
    private static let interval = DispatchTimeInterval.seconds(3600)

    private struct State {
        /// Between two readings of a champion's files; nil: they are not read.
        var rest: Duration?
        var doubts: [RegistryDoubt] = []
        /// When the files of each champion were read.
        var read: [ModelVersionID: Moment] = [:]
    }

    private let check: RegistryCheck
    private let standing: @Sendable () throws(StoreError) -> DeploymentStanding
    private let version: @Sendable (ModelVersionID) throws(StoreError) -> ModelVersion?
    private let health: Health
    private let logger: Logger
    private let tell: @Sendable (Event) -> Void
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "mlopsd.registry.care", qos: .background)

    /// - Parameters:
    ///   - standing: what the ledger says by now.
    ///   - version: what the record holds of a version.
    init(
        check: RegistryCheck, health: Health, logger: Logger,
        standing: @escaping @Sendable () throws(StoreError) -> DeploymentStanding,
        version: @escaping @Sendable (ModelVersionID) throws(StoreError) -> ModelVersion?,
        tell: @escaping @Sendable (Event) -> Void
    ) {
        self.check = check
        self.health = health
        self.logger = logger
        self.standing = standing
        self.version = version
        self.tell = tell
    }

    /// - Parameter rest: Between two readings of a champion's files; nil: they are not read, and nothing is held against
    ///   them any more.
    func configure(readingEvery rest: Duration?) { state.withLock { $0.rest = rest } }

    /// Begins to look every hour.
    func begin() {
        queue.asyncAfter(deadline: .now() + Self.interval) { [weak self] in
            guard let self else { return }
            look(at: .now)
            begin()
        }
    }

    func look(at now: Moment) {
        do throws(StoreError) {
            let found = try targets() + models(at: now)
            let new = state.withLock { state in
                defer { state.doubts = found }
                return found.filter { !state.doubts.contains($0) }
            }
            health.registryLooked(found)
            for doubt in new { tell(.registryDoubted(doubt)) }
        } catch {
            logger.warning("cannot look at what is live: \(error); it is tried again in an hour")
        }
    }

    private func targets() throws(StoreError) -> [RegistryDoubt] {
        try check.targets(standing).map { RegistryDoubt(.target, of: $0.live.version, $0.finding.text) }
    }

    private func models(at now: Moment) throws(StoreError) -> [RegistryDoubt] {
        var found: [RegistryDoubt] = []
        guard let rest = state.withLock(\.rest) else { return found }
        for live in try standing().live {
            let known = state.withLock { state in
                (state.read[live.version], state.doubts.filter { $0.kind == .model && $0.version == live.version })
            }
            // What was found to be damaged is read each time: it may be whole again.
            if let last = known.0, known.1.isEmpty, now.elapsed(since: last) < rest { continue }
            guard let version = try version(live.version) else { continue }
            if let finding = check.finding(of: version) {
                found.append(RegistryDoubt(.model, of: live.version, finding.text))
            }
            state.withLock { $0.read[live.version] = now }
        }
        let live = found.isEmpty ? [] : try standing().live.map(\.version)
        return found.filter { live.contains($0.version) }
    }
}
