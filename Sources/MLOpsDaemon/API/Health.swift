package import MLOpsControl
package import MLOpsCore
import Synchronization

/// What the daemon knows of its own condition, for anyone to read at any time.
package final class Health: Sendable {
    private struct State {
        var storeFailure: StoreError?
        var lastReload: DaemonStatus.Reload?
        var problems: [ConfigurationMessage] = []
        var isReady = false
        /// When the event loop last finished a pass.
        var lastBeat: Moment?
    }

    package let startedAt: Moment
    private let state = Mutex(State())

    package init(startedAt: Moment) { self.startedAt = startedAt }

    /// Returns whether the record's state is another than at the beat before.
    package func beat(_ failure: StoreError?, at now: Moment) -> Bool {
        state.withLock { state in
            defer { state.storeFailure = failure }
            state.lastBeat = now
            return state.storeFailure != failure
        }
    }

    package func becameReady() { state.withLock { $0.isReady = true } }

    package func reloaded(_ reload: DaemonStatus.Reload, problems: [ConfigurationMessage]) {
        state.withLock {
            $0.lastReload = reload
            $0.problems = problems
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
                let cause = state.problems.first.map { ": \($0.file): \($0.problem)" } ?? ""
                reasons.append(
                    DegradedReason(
                        code: "configuration-not-reloaded",
                        detail: "the last reload failed\(cause); what was in force before stays in force",
                        hint: "mlopsctl check"))
            }
            return reasons
                + (state.lastReload?.invalid ?? []).map { pipeline in
                    let problem = state.problems.first { $0.file.hasSuffix("/\(pipeline).yaml") }
                    let text = problem.map { ": \($0.problem)" } ?? ""
                    return DegradedReason(
                        code: "pipeline-invalid", detail: "the file of pipeline \"\(pipeline)\" is invalid\(text)",
                        hint: "mlopsctl check")
                }
        }
    }
}
