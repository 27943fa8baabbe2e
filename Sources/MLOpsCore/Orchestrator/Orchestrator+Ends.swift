import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// Ends the run if it is in this phase; an answer that comes late or twice changes nothing.
    mutating func fail(_ id: RunID, in phase: RunPhase, _ reason: String, _ turn: inout Turn) {
        guard let run = runs[id], run.phase == phase else { return }
        end(id, run.cancellation?.outcome ?? .failed(reason), &turn)
    }

    mutating func end(_ id: RunID, _ outcome: Outcome, _ turn: inout Turn) {
        guard var run = runs.removeValue(forKey: id) else { return }
        run.phase = .ended(outcome)
        run.endedAt = turn.now
        turn.touch(run.pipeline)
        turn.record(.putRun(run))
        turn.tell(Notice(outcome.noticeKind, run.pipeline, run.endText(outcome), run: id, version: run.version))
        count(outcome, of: run, &turn)
        touchWaiting(&turn)
    }

    private mutating func count(_ outcome: Outcome, of run: Run, _ turn: inout Turn) {
        switch outcome {
        case .succeeded:
            pipelines[run.pipeline]?.lastSuccess = turn.now
            closeBreaker(of: run.pipeline, &turn)
        case .failed(let reason):
            pipelines[run.pipeline]?.consecutiveFailures += 1
            openBreaker(after: run, reason, &turn)
        case .refused, .cancelled: break
        }
    }

    private mutating func closeBreaker(of pipeline: PipelineName, _ turn: inout Turn) {
        pipelines[pipeline]?.consecutiveFailures = 0
        guard pipelines[pipeline]?.breaker != nil else { return }
        pipelines[pipeline]?.breaker = nil
        turn.tell(Notice(.breakerClosed, pipeline, "the breaker is closed: a run succeeded"))
    }

    private mutating func openBreaker(after run: Run, _ reason: String, _ turn: inout Turn) {
        guard let state = pipelines[run.pipeline], let limit = definitions[run.definition]?.policy.breakerFailures,
            limit > 0, state.consecutiveFailures >= limit
        else { return }
        let isNew = state.breaker == nil
        let text = "\(state.consecutiveFailures) runs in a row failed, the last with: \(reason)"
        pipelines[run.pipeline]?.breaker = PipelineState.Breaker(
            openedAt: turn.now, reason: text, fingerprint: state.fingerprint)
        guard isNew else { return }
        turn.tell(
            Notice(
                .breakerOpened, run.pipeline,
                "the breaker is open: \(text); waits for a change or mlopsctl run \(run.pipeline)", run: run.id))
    }

    /// An end frees a place: pipelines whose requests wait for one must be looked at.
    private func touchWaiting(_ turn: inout Turn) {
        for state in pipelines.values where !state.requests.isEmpty { turn.touch(state.name) }
    }

    mutating func cancel(_ id: RunID, by actor: Actor, reason: String?, _ turn: inout Turn) {
        guard var run = runs[id], run.cancellation == nil else { return }
        run.cancellation = Run.Cancellation(by: actor, reason: reason)
        guard run.phase != .freezing else {
            runs[id] = run
            end(id, run.cancellation?.outcome ?? .cancelled(""), &turn)
            return
        }
        save(run, &turn)
        for step in run.steps where step.state == .starting || step.state == .running {
            turn.perform(.cancelAttempt(AttemptID(run: id, step: step.name, number: step.attempts)))
        }
        advance(id, &turn)
    }
}

extension Outcome {
    fileprivate var noticeKind: Notice.Kind {
        switch self {
        case .succeeded: .runSucceeded
        case .refused: .runRefused
        case .failed: .runFailed
        case .cancelled: .runCancelled
        }
    }
}

extension Run {
    fileprivate func endText(_ outcome: Outcome) -> String {
        let model = version.map { ", model \($0)" } ?? ""
        return "run \(id) \(outcome.word)" + (outcome.detail.map { ": \($0)" } ?? "") + model
    }
}
