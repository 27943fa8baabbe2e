import MLOpsCore
import MLOpsTestKit
import Synchronization

@testable import MLOpsDaemon

/// Answers commands as a machine does on which all goes well, but for what steps exit with.
final class Machine: Sendable {
    private let inbox: Inbox
    private let completesRuns: Bool
    private let exitCodes: Mutex<[Int32]>

    init(inbox: Inbox, completesRuns: Bool, exitCodes: [Int32]) {
        self.inbox = inbox
        self.completesRuns = completesRuns
        self.exitCodes = Mutex(exitCodes)
    }

    @Sendable func perform(_ command: Command) {
        switch command {
        case .freezeManifest(let run, _):
            inbox.send(.manifestFrozen(run.id, ManifestSummary(files: 1, newFiles: 1, bytes: 100, digest: "m")))
        case .startAttempt(let attempt, _, _, _): start(attempt)
        case .cancelAttempt(let attempt): inbox.send(.attemptEnded(attempt, AttemptEnd(kind: .cancelled)))
        case .collectOutputs(let run, _): inbox.send(.outputsCollected(run.id, .plain, taints: []))
        case .storeModel(let run, _, _): inbox.send(.modelStored(run.id))
        case .proveTarget(let deployment): inbox.send(.targetProven(deployment.id))
        case .probeLive(let deployment, let number):
            inbox.send(.liveProbed(deployment.pipeline, deployment.id, number: number, problem: nil))
        case .restoreTarget(let deployment): inbox.send(.targetRestored(deployment.id, doubt: nil))
        case .judgeCandidate(let run, _, let champion): inbox.send(.candidateJudged(run.id, against: champion, []))
        case .watchDrift, .keepServing, .splitTraffic, .keepShadow, .endShadow: break
        case .switchTarget(let deployment): inbox.send(.targetSwitched(deployment.id))
        }
    }

    private func start(_ attempt: AttemptID) {
        inbox.send(.attemptStarted(attempt))
        guard completesRuns else { return }
        let code = exitCodes.withLock { $0.isEmpty ? 0 : $0.removeFirst() }
        inbox.send(.attemptEnded(attempt, AttemptEnd(kind: .exited(code: code))))
    }
}
