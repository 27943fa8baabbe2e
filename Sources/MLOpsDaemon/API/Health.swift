package import MLOpsControl
package import MLOpsCore
import Synchronization

/// What the daemon knows of its own condition, for anyone to read at any time.
package final class Health: Sendable {
    private struct State {
        var storeFailure: StoreError?
        var lastReload: DaemonStatus.Reload?
        var invalid: [ConfigurationMessage] = []
        var isReady = false
        /// When the event loop last finished a pass.
        var lastBeat: Moment?
    }

    package let startedAt: Moment
    private let state = Mutex(State())

    package init(startedAt: Moment) { self.startedAt = startedAt }

    package func beat(_ failure: StoreError?, at now: Moment) {
        state.withLock {
            $0.storeFailure = failure
            $0.lastBeat = now
        }
    }

    package func becameReady() { state.withLock { $0.isReady = true } }

    package func reloaded(_ reload: DaemonStatus.Reload, invalid: [ConfigurationMessage]) {
        state.withLock {
            $0.lastReload = reload
            $0.invalid = invalid
        }
    }

    package var lastBeat: Moment? { state.withLock(\.lastBeat) }
    package var isReady: Bool { state.withLock(\.isReady) }
    package var lastReload: DaemonStatus.Reload? { state.withLock(\.lastReload) }

    /// Everything that keeps the daemon from doing all it was asked for.
    package var reasons: [DegradedReason] {
        state.withLock { state in
            var reasons: [DegradedReason] = []
            if let failure = state.storeFailure {
                reasons.append(
                    DegradedReason(
                        code: "record-\(failure.code.rawValue)", detail: failure.description, hint: "mlopsctl doctor"))
            }
            if let reload = state.lastReload, !reload.succeeded {
                reasons.append(
                    DegradedReason(
                        code: "configuration-not-reloaded",
                        detail: "the last reload failed; what was in force before stays in force", hint: "mlopsctl check"))
            }
            for pipeline in state.lastReload?.invalid ?? [] {
                reasons.append(
                    DegradedReason(
                        code: "pipeline-invalid", detail: "pipeline \"\(pipeline)\" is disabled: its file is invalid",
                        hint: "mlopsctl check"))
            }
            return reasons
        }
    }
}
