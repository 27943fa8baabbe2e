import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// When the pipeline must be looked at again even if nothing happens.
    func nextDue(of state: PipelineState, at now: Moment) -> Instant? {
        var times: [Instant] = []
        if let until = state.pause?.until { times.append(until) }
        for run in activeRuns(of: state.name) { times += dueTimes(of: run, at: now) }
        if let definition = usableDefinition(of: state), state.pause == nil {
            for trigger in definition.firingTriggers { times += dueTimes(of: trigger, state, at: now) }
            for request in state.requests { times += dueTimes(of: request, state, definition, at: now) }
        }
        return times.min()
    }

    private func dueTimes(of run: Run, at now: Moment) -> [Instant] {
        var times = run.steps.compactMap { step -> Instant? in
            guard case .backingOff(let since, let delay) = step.state else { return nil }
            return now.wall + since.remaining(of: delay, at: now)
        }
        if run.cancellation == nil, let limit = definitions[run.definition]?.policy.runTimeout {
            times.append(now.wall + run.startedAt.remaining(of: limit, at: now))
        }
        return times
    }

    private func dueTimes(of trigger: TriggerDefinition, _ state: PipelineState, at now: Moment) -> [Instant] {
        var times: [Instant] = []
        for operand in trigger.operands {
            if let next = nextOccurrence(of: operand, state) { times.append(next) }
            guard let latch = state.operands[operand.path]?.latch else { continue }
            if let limit = operand.validFor { times.append(now.wall + latch.lastAt.remaining(of: limit, at: now)) }
            if let deadline = trigger.deadline { times.append(now.wall + latch.firstAt.remaining(of: deadline, at: now)) }
        }
        let judgement = TriggerEvaluation(trigger: trigger, state: state, now: now).judge()
        if judgement.verdict != .true, let next = judgement.next { times.append(next) }
        return times
    }

    /// The next slot of a calendar, jitter included, or the time at which the model is old.
    func nextOccurrence(of operand: Operand, _ state: PipelineState) -> Instant? {
        let cursor = state.operands[operand.path]?.cursor
        switch operand.condition {
        case .schedule(let schedule):
            guard let cursor, let next = schedule.expression.next(after: cursor) else { return nil }
            return next + jitter(of: schedule, operand, state.name)
        case .modelAge(let age):
            guard let champion = state.champion else { return nil }
            return max(cursor ?? champion.promotedAt.wall, champion.promotedAt.wall) + age
        case .newData, .pipelineChange: return nil
        }
    }

    private func dueTimes(
        of request: RunRequest, _ state: PipelineState, _ definition: PipelineDefinition, at now: Moment
    ) -> [Instant] {
        var times = holds(on: request, state, definition, at: now).compactMap(\.next)
        if let startBy = request.startBy { times.append(startBy + .microseconds(1)) }
        if let timeout = definition.policy.queueTimeout {
            times.append(now.wall + request.createdAt.remaining(of: timeout, at: now))
        }
        return times
    }
}
