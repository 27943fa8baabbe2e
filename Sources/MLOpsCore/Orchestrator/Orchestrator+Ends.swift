import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// Ends the run if it is in this phase; an answer that comes late or twice changes nothing.
    mutating func fail(_ id: RunID, in phase: RunPhase, _ reason: String, _ turn: inout Turn) {
        guard let place = place(of: id), self[place].phase == phase else { return }
        end(place, self[place].cancellation?.outcome ?? .failed(reason), &turn)
    }

    mutating func end(_ place: RunPlace, _ outcome: Outcome, _ turn: inout Turn) {
        let pipeline = place.pipeline
        self[place].phase = .ended(outcome)
        self[place].endedAt = turn.now
        let run = pipelines[pipeline].runs.remove(at: place.position)
        runOwners[run.id] = nil
        touch(pipeline, &turn)
        let lasted = turn.now.microseconds(since: run.value.startedAt)
        turn.tell(
            Notice(
                outcome.noticeKind, run.pipeline, outcome.endText(of: run), run: run.id, version: run.version,
                end: Notice.End(outcome: outcome.word, microseconds: lasted)))
        count(outcome, of: run, pipeline, &turn)
        turn.record(.putRun(run))
    }

    private mutating func count(_ outcome: Outcome, of run: Shared<Run>, _ pipeline: PipelineIndex, _ turn: inout Turn)
    {
        switch outcome {
        case .succeeded:
            pipelines[pipeline].state.lastSuccess = turn.now
            change(pipeline, &turn)
            closeBreaker(of: pipeline, &turn)
        case .failed(let reason):
            pipelines[pipeline].state.consecutiveFailures += 1
            change(pipeline, &turn)
            openBreaker(after: run, pipeline, reason, &turn)
        case .refused: noteRefusal(of: run, pipeline, &turn)
        case .cancelled: break
        }
    }

    private mutating func closeBreaker(of pipeline: PipelineIndex, _ turn: inout Turn) {
        pipelines[pipeline].state.consecutiveFailures = 0
        guard pipelines[pipeline].state.breaker != nil else { return }
        pipelines[pipeline].state.breaker = nil
        turn.tell(Notice(.breakerClosed, pipelines[pipeline].state.name, "the breaker is closed: a run succeeded"))
    }

    private mutating func openBreaker(
        after run: Shared<Run>, _ pipeline: PipelineIndex, _ reason: String, _ turn: inout Turn
    ) {
        let failures = pipelines[pipeline].state.consecutiveFailures
        guard let limit = definitions[run.definition]?.policy.breakerFailures, limit > 0, failures >= limit
        else { return }
        let isNew = pipelines[pipeline].state.breaker == nil
        let text = "\(failures) runs in a row failed, the last with: \(reason)"
        pipelines[pipeline].state.breaker = PipelineState.Breaker(
            openedAt: turn.now, reason: text, fingerprint: pipelines[pipeline].state.fingerprint)
        guard isNew else { return }
        turn.tell(
            Notice(
                .breakerOpened, run.pipeline,
                "the breaker is open: \(text); waits for a change or mlopsctl run \(run.pipeline)", run: run.id))
    }

    /// Stops a run that is not going live yet.
    mutating func cancel(_ id: RunID, by actor: Actor, reason: String?, _ turn: inout Turn) {
        guard let place = place(of: id), self[place].cancellation == nil, self[place].canBeStopped else { return }
        let cancellation = Run.Cancellation(by: actor, reason: reason)
        self[place].cancellation = cancellation
        if self[place].phase == .freezing { return end(place, cancellation.outcome, &turn) }
        for step in self[place].steps where step.state == .starting || step.state == .running {
            turn.perform(.cancelAttempt(AttemptID(run: id, step: step.name, number: step.attempts)))
        }
        if self[place].phase == .running { advance(place, &turn) } else { save(place, &turn) }
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

extension Outcome {
    fileprivate func endText(of run: Shared<Run>) -> String {
        let detail = detail.map { ": " + $0 } ?? ""
        guard let version = run.version else { return String(line: "run \(run.id) \(word)\(detail)") }
        return String(line: "run \(run.id) \(word)\(detail), model \(version)")
    }
}

extension Run {
    /// False once its model is accepted and on its way: then only a rollback takes it back.
    var canBeStopped: Bool {
        switch phase {
        case .freezing, .running, .collecting: true
        case .registering, .judging, .deploying, .ended: false
        }
    }
}
