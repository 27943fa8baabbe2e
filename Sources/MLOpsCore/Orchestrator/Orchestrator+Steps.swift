import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    mutating func manifestFrozen(_ id: RunID, _ summary: ManifestSummary, _ turn: inout Turn) {
        guard var run = runs[id], run.phase == .freezing else { return }
        run.manifest = summary
        run.phase = .running
        runs[id] = run
        advance(id, &turn)
    }

    mutating func attemptStarted(_ attempt: AttemptID, _ turn: inout Turn) {
        guard var run = runs[attempt.run], let index = run.current(attempt), run.steps[index].state == .starting else {
            return
        }
        run.steps[index].state = .running
        save(run, &turn)
        turn.record(
            .putAttempt(
                AttemptRecord(
                    id: attempt, pipeline: run.pipeline, intendedAt: turn.now.wall, startedAt: turn.now.wall)))
    }

    /// Takes the end of an attempt into account once; a second report of it changes nothing.
    mutating func attemptEnded(_ attempt: AttemptID, _ end: AttemptEnd, _ turn: inout Turn) {
        guard var run = runs[attempt.run], let index = run.current(attempt) else { return }
        guard run.steps[index].state == .starting || run.steps[index].state == .running else { return }
        turn.record(
            .putAttempt(
                AttemptRecord(
                    id: attempt, pipeline: run.pipeline, intendedAt: turn.now.wall, startedAt: end.startedAt, end: end)))
        run.steps[index].state = nextState(of: run.steps[index], in: run, after: end, attempt, &turn)
        runs[run.id] = run
        advance(run.id, &turn)
    }

    private func nextState(
        of step: StepRun, in run: Run, after end: AttemptEnd, _ attempt: AttemptID, _ turn: inout Turn
    ) -> StepRun.State {
        let failure = AttemptFailure(end)
        guard let failure else { return .succeeded }
        if run.cancellation != nil { return .cancelled }
        let definition = definitions[run.definition]?.steps.first { $0.name == step.name }
        let text = "step \"\(step.name)\" \(failure.text)"
        guard let definition, let delay = RetryPolicy(definition.retry).delay(after: failure, attempt: attempt) else {
            turn.tell(Notice(.attemptFailed, run.pipeline, "\(text) in run \(run.id)", run: run.id, step: step.name))
            return .failed(text)
        }
        turn.tell(
            Notice(
                .attemptRetrying, run.pipeline,
                "\(text) in run \(run.id); attempt \(attempt.number + 1) of \(definition.retry.attempts) in \(delay.text)",
                run: run.id, step: step.name))
        return .backingOff(since: turn.now, delay: delay)
    }

    /// Starts what can start, and moves the run on when all its steps are through.
    mutating func advance(_ id: RunID, _ turn: inout Turn) {
        guard var run = runs[id], run.phase == .running else { return }
        guard let definition = definitions[run.definition] else {
            end(id, .failed("its definition \(run.definition) is not readable any more"), &turn)
            return
        }
        run.skipUnreachableSteps(of: definition)
        var starting: [(AttemptID, StepDefinition)] = []
        for (index, step) in run.steps.enumerated() {
            guard step.state == .waiting, let stepDefinition = definition.steps.first(where: { $0.name == step.name }),
                run.allSucceeded(stepDefinition.needs)
            else { continue }
            run.steps[index].attempts += 1
            run.steps[index].state = .starting
            starting.append(
                (AttemptID(run: id, step: step.name, number: run.steps[index].attempts), stepDefinition))
        }
        if run.steps.allSatisfy(\.isFinal) {
            finishSteps(run, definition, &turn)
            return
        }
        save(run, &turn)
        for (attempt, step) in starting {
            turn.record(
                .putAttempt(AttemptRecord(id: attempt, pipeline: run.pipeline, intendedAt: turn.now.wall)))
            turn.perform(.startAttempt(attempt, run, step, definition))
        }
    }

    private mutating func finishSteps(_ finished: Run, _ definition: PipelineDefinition, _ turn: inout Turn) {
        var run = finished
        runs[run.id] = run
        if let cancellation = run.cancellation {
            end(run.id, cancellation.outcome, &turn)
        } else if let failure = run.firstFailure {
            end(run.id, .failed(failure), &turn)
        } else {
            run.phase = .collecting
            save(run, &turn)
            turn.perform(.collectOutputs(run, definition))
        }
    }

    /// Keeps the run and records it.
    mutating func save(_ run: Run, _ turn: inout Turn) {
        runs[run.id] = run
        turn.touch(run.pipeline)
        turn.record(.putRun(run))
    }

    /// Lets steps whose backoff is over start again.
    mutating func endBackoffs(of pipeline: PipelineName, _ turn: inout Turn) {
        for run in activeRuns(of: pipeline) where run.phase == .running {
            var run = run
            var changed = false
            for (index, step) in run.steps.enumerated() {
                guard case .backingOff(let since, let delay) = step.state,
                    since.remaining(of: delay, at: turn.now) == .zero
                else { continue }
                run.steps[index].state = .waiting
                changed = true
            }
            guard changed else { continue }
            runs[run.id] = run
            advance(run.id, &turn)
        }
    }

    /// Stops runs that take longer than `run_timeout`.
    mutating func limitRunTimes(of pipeline: PipelineName, _ turn: inout Turn) {
        for run in activeRuns(of: pipeline) where run.cancellation == nil {
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
        return steps.firstIndex { $0.name == attempt.step && $0.attempts == attempt.number }
    }

    func allSucceeded(_ names: [StepName]) -> Bool {
        names.allSatisfy { name in
            steps.contains { $0.name == name && ($0.state == .succeeded || $0.state == .reused) }
        }
    }

    /// After a failure or a cancellation nothing new starts; steps that run are let finish or are being stopped.
    mutating func skipUnreachableSteps(of definition: PipelineDefinition) {
        let isOver = cancellation != nil || firstFailure != nil
        guard isOver else { return }
        for index in steps.indices {
            switch steps[index].state {
            case .waiting, .backingOff: steps[index].state = cancellation == nil ? .skipped : .cancelled
            default: break
            }
        }
    }

    var firstFailure: String? {
        for step in steps { if case .failed(let text) = step.state { return text } }
        return nil
    }
}

extension Run.Cancellation {
    var outcome: Outcome {
        by == .daemon
            ? .cancelled(reason ?? "by mlopsd") : .cancelled("by \(by.name)" + (reason.map { ": \($0)" } ?? ""))
    }
}
