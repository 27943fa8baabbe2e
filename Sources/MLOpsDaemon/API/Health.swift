package import MLOpsControl
package import MLOpsCore
import MLOpsSchedule
import Synchronization

/// What the daemon knows of its own condition, for anyone to read at any time.
package final class Health: Sendable {
    private struct State {
        var storeFailure: StoreError?
        /// In bytes; nil: it has its ordinary size.
        var largeLog: Int64?
        /// nil: none does.
        var whyStepsWait: String?
        var lastReload: DaemonStatus.Reload?
        var problems: [ConfigurationMessage] = []
        var doubts: [RegistryDoubt] = []
        var isReady = false
        /// When the event loop last finished a pass.
        var lastBeat: Moment?
    }

    static let largeLogCode = "record-log-large"
    static let waitingStepsCode = "steps-wait"
    static let applying = "mlopsctl apply"

    package let startedAt: Moment
    /// Whenever there is another reason, or one less, that comes by itself; for one reader.
    let changes: AsyncStream<Void>
    private let changed: AsyncStream<Void>.Continuation
    private let state = Mutex(State())

    package init(startedAt: Moment) {
        self.startedAt = startedAt
        (changes, changed) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Returns whether the record's state is another than at the beat before.
    package func beat(_ failure: StoreError?, at now: Moment) -> Bool {
        let isOther = state.withLock { state in
            defer { state.storeFailure = failure }
            state.lastBeat = now
            return state.storeFailure != failure
        }
        if isOther { changed.yield() }
        return isOther
    }

    /// - Parameter size: In bytes; nil when the log of the record is merged again.
    package func logIsLarge(_ size: Int64?) { state.withLock { $0.largeLog = size } }

    /// - Parameter reason: nil when none waits any more.
    package func stepsWait(_ reason: String?) {
        state.withLock { $0.whyStepsWait = reason }
        changed.yield()
    }

    /// - Parameter doubts: about what is live; empty when all is as it should be.
    func registryLooked(_ doubts: [RegistryDoubt]) {
        let isOther = state.withLock { state in
            defer { state.doubts = doubts }
            return state.doubts != doubts
        }
        if isOther { changed.yield() }
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
            if let size = state.largeLog { reasons.append(Self.largeLog(size)) }
            if let reason = state.whyStepsWait {
                reasons.append(
                    DegradedReason(
                        code: Self.waitingStepsCode, detail: "steps wait: \(reason)", hint: "mlopsctl doctor"))
            }
            reasons += state.doubts.map(Self.reason)
            if let reload = state.lastReload, !reload.succeeded {
                let cause = state.problems.first.map { ": \($0.text)" } ?? ""
                reasons.append(
                    DegradedReason(
                        code: "configuration-not-reloaded",
                        detail: "the last reload failed\(cause); what was in force before stays in force",
                        hint: Self.cure(of: state.problems.first)))
            }
            return reasons
                + (state.lastReload?.invalid ?? []).map { pipeline in
                    let problem = state.problems.first { $0.file.hasSuffix("/\(pipeline).yaml") }
                    let text = problem.map { ": \($0.text)" } ?? ""
                    return DegradedReason(
                        code: "pipeline-invalid", detail: "the file of pipeline \"\(pipeline)\" is invalid\(text)",
                        hint: Self.cure(of: problem))
                }
        }
    }

    static func code(of kind: RegistryDoubt.Kind) -> String {
        switch kind {
        case .target: "target-changed"
        case .model: "model-damaged"
        }
    }

    private static func reason(_ doubt: RegistryDoubt) -> DegradedReason {
        DegradedReason(
            code: code(of: doubt.kind), detail: "\(doubt.version.pipeline): \(doubt.text)",
            hint: "mlopsctl verify \(doubt.version.pipeline)")
    }

    /// Units that a definition asks for are made by one command, and by no change of its file.
    private static func cure(of problem: ConfigurationMessage?) -> String {
        problem?.hint?.contains(applying) == true ? applying : "mlopsctl check"
    }

    private static func largeLog(_ size: Int64) -> DegradedReason {
        DegradedReason(
            code: largeLogCode,
            detail: "\(ByteSize.approximate(size)) of changes wait in the log of the record: another program keeps a "
                + "transaction open on it, and the log grows until it ends",
            hint: "fuser -v metadata.db in the state directory names the program")
    }
}
