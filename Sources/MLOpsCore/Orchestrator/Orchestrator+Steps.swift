import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    mutating func attemptStarted(_ attempt: AttemptID, _ turn: inout Turn) {
        guard let place = place(of: attempt.run), let index = self[place].current(attempt),
            self[place].steps[index].state == .starting
        else { return }
        self[place].steps[index].state = .running
        save(place, &turn)
        turn.record(
            .putAttempt(
                AttemptRecord(
                    id: attempt, pipeline: self[place].pipeline, intendedAt: turn.now.wall, startedAt: turn.now.wall)))
    }

    /// Takes the end of an attempt into account once; a second report of it changes nothing.
    mutating func attemptEnded(_ attempt: AttemptID, _ end: AttemptEnd, _ turn: inout Turn) {
        guard let place = place(of: attempt.run), let index = self[place].current(attempt),
            self[place].steps[index].isUnderWay
        else { return }
        turn.record(
            .putAttempt(
                AttemptRecord(
                    id: attempt, pipeline: self[place].pipeline, intendedAt: turn.now.wall, startedAt: end.startedAt,
                    end: end)))
        self[place].steps[index].state = nextState(in: place, after: end, attempt, &turn)
        advance(place, &turn)
    }

    private func nextState(
        in place: RunPlace, after end: AttemptEnd, _ attempt: AttemptID, _ turn: inout Turn
    ) -> StepRun.State {
        guard let failure = AttemptFailure(end) else { return .succeeded }
        if self[place].cancellation != nil { return .cancelled }
        let pipeline = self[place].pipeline
        let text = "step \"\(attempt.step)\" \(failure.text)"
        let noticed = Notice.End(outcome: end.kind.word, microseconds: end.microseconds)
        guard let retry = definition(of: place)?.step(attempt.step)?.retry,
            let delay = RetryPolicy(retry).delay(after: failure, attempt: attempt)
        else {
            turn.tell(
                Notice(
                    .attemptFailed, pipeline, "\(text) in run \(attempt.run)", run: attempt.run, step: attempt.step,
                    end: noticed))
            return .failed(text)
        }
        turn.tell(
            Notice(
                .attemptRetrying, pipeline,
                "\(text) in run \(attempt.run); attempt \(attempt.number + 1) of \(retry.attempts) in \(delay.text)",
                run: attempt.run, step: attempt.step, end: noticed))
        return .backingOff(since: turn.now, delay: delay)
    }

    /// Starts what can start, and moves the run on when all its steps are through.
    mutating func advance(_ place: RunPlace, _ turn: inout Turn) {
        guard self[place].phase == .running else { return }
        guard let prepared = definition(of: place) else {
            end(place, .failed("its definition \(self[place].definition) is not readable any more"), &turn)
            return
        }
        self[place].skipUnreachableSteps()
        let starting = self[place].startReadySteps(of: prepared)
        if starting.isEmpty, self[place].isThrough { return finishSteps(place, prepared, &turn) }
        save(place, &turn)
        for attempt in starting {
            guard let step = prepared.step(attempt.step) else { continue }
            turn.record(
                .putAttempt(AttemptRecord(id: attempt, pipeline: self[place].pipeline, intendedAt: turn.now.wall)))
            turn.perform(.startAttempt(attempt, shared(place), step, prepared.shared))
        }
    }

    private mutating func finishSteps(_ place: RunPlace, _ prepared: PreparedDefinition, _ turn: inout Turn) {
        if let cancellation = self[place].cancellation {
            end(place, cancellation.outcome, &turn)
        } else if let failure = self[place].firstFailure {
            end(place, .failed(failure), &turn)
        } else {
            self[place].phase = .collecting
            save(place, &turn)
            turn.perform(.collectOutputs(shared(place), prepared.shared))
        }
    }

    /// Records the run as it is now.
    mutating func save(_ place: RunPlace, _ turn: inout Turn) {
        touch(place.pipeline, &turn)
        turn.record(.putRun(shared(place)))
    }

    /// Lets steps whose backoff is over start again.
    mutating func endBackoffs(of pipeline: PipelineIndex, _ turn: inout Turn) {
        guard !pipelines[pipeline].runs.isEmpty else { return }
        for run in pipelines[pipeline].runs where run.phase == .running {
            guard let place = place(of: run.id) else { continue }
            var changed = false
            for (index, step) in run.steps.enumerated() {
                guard case .backingOff(let since, let delay) = step.state,
                    since.remaining(of: delay, at: turn.now) == .zero
                else { continue }
                self[place].steps[index].state = .waiting
                changed = true
            }
            if changed { advance(place, &turn) }
        }
    }

    /// Stops runs that take longer than `run_timeout`.
    mutating func limitRunTimes(of pipeline: PipelineIndex, _ turn: inout Turn) {
        guard !pipelines[pipeline].runs.isEmpty else { return }
        for run in pipelines[pipeline].runs where run.cancellation == nil {
            guard let limit = definitions[run.definition]?.policy.runTimeout,
                run.startedAt.remaining(of: limit, at: turn.now) == .zero
            else { continue }
            cancel(run.id, by: .daemon, reason: "it took longer than run_timeout \(limit.text)", &turn)
        }
    }
}

extension Run {
    /// The index of the attempt's step, if it is the step's newest attempt.
    func current(_ attempt: AttemptID) -> Int? {
        guard phase == .running else { return nil }
        return steps.indices.first { steps[$0].attempts == attempt.number && steps[$0].name == attempt.step }
    }

    /// Whether all its steps are.
    fileprivate var isThrough: Bool { steps.indices.allSatisfy { steps[$0].isFinal } }

    /// Marks every waiting step that has all it needs as starting.
    fileprivate mutating func startReadySteps(of prepared: PreparedDefinition) -> [AttemptID] {
        var starting: [AttemptID] = []
        for index in steps.indices where steps[index].state == .waiting {
            guard let needs = prepared.needs(of: steps[index].name), allSucceeded(needs) else { continue }
            steps[index].attempts += 1
            steps[index].state = .starting
            starting.append(AttemptID(run: id, step: steps[index].name, number: steps[index].attempts))
        }
        return starting
    }

    private func allSucceeded(_ names: [StepName]) -> Bool {
        names.allSatisfy { name in
            steps.contains { $0.name == name && ($0.state == .succeeded || $0.state == .reused) }
        }
    }

    /// After a failure or a cancellation nothing new starts; steps that run are let finish or are being stopped.
    fileprivate mutating func skipUnreachableSteps() {
        guard cancellation != nil || firstFailure != nil else { return }
        for index in steps.indices {
            switch steps[index].state {
            case .waiting, .backingOff: steps[index].state = cancellation == nil ? .skipped : .cancelled
            default: break
            }
        }
    }

    var firstFailure: String? {
        for index in steps.indices { if case .failed(let text) = steps[index].state { return text } }
        return nil
    }
}

extension Run.Cancellation {
    var outcome: Outcome {
        by == .daemon
            ? .cancelled(reason ?? "by mlopsd") : .cancelled("by \(by.name)" + (reason.map { ": \($0)" } ?? ""))
    }
}
