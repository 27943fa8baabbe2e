import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// When the pipeline must be looked at again even if nothing happens.
    func nextDue(of pipeline: PipelineIndex, at now: Moment) -> Instant? {
        var due = pipelines[pipeline].state.pause?.until
        for run in pipelines[pipeline].runs { due = .earlier(due, dueTime(of: run, at: now)) }
        guard let prepared = pipelines[pipeline].definition, pipelines[pipeline].state.pause == nil else { return due }
        due = .earlier(due, pipelines[pipeline].triggersDue)
        due = .earlier(due, pipelines[pipeline].nextOccurrence)
        for request in pipelines[pipeline].state.requests {
            due = .earlier(due, dueTime(of: request, pipeline, prepared.definition.policy, at: now))
        }
        return due
    }

    private func dueTime(of run: Run, at now: Moment) -> Instant? {
        var due: Instant?
        for step in run.steps {
            guard case .backingOff(let since, let delay) = step.state else { continue }
            due = .earlier(due, now.wall + since.remaining(of: delay, at: now))
        }
        guard run.canBeStopped, run.cancellation == nil, let limit = definitions[run.definition]?.definition.policy.runTimeout
        else { return due }
        return .earlier(due, now.wall + run.startedAt.remaining(of: limit, at: now))
    }

    /// Only of a trigger that holds evidence: without any nothing but a slot changes it, which is kept elsewhere.
    func dueTime(of trigger: TriggerDefinition, _ state: PipelineState, at now: Moment) -> Instant? {
        var due: Instant?
        var holdsEvidence = false
        for operand in trigger.operands {
            guard let operandState = state.operands[operand.path], let latch = operandState.latch else { continue }
            holdsEvidence = true
            if let expiry = expiry(of: latch, operandState, operand, state.name, at: now) {
                due = .earlier(due, now.wall + expiry.left)
            }
            if let deadline = trigger.deadline { due = .earlier(due, now.wall + latch.firstAt.remaining(of: deadline, at: now)) }
        }
        guard holdsEvidence else { return nil }
        let judgement = TriggerEvaluation(trigger, state, at: now).judge()
        return judgement.verdict == .true ? due : .earlier(due, judgement.next)
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

    private func dueTime(
        of request: RunRequest, _ pipeline: PipelineIndex, _ policy: PolicyDefinition, at now: Moment
    ) -> Instant? {
        var due: Instant?
        for hold in ownHolds(on: request, pipeline, policy, at: now) { due = .earlier(due, hold.end(at: now)) }
        if let startBy = request.startBy { due = .earlier(due, startBy + .microseconds(1)) }
        if let timeout = policy.queueTimeout {
            due = .earlier(due, now.wall + request.createdAt.remaining(of: timeout, at: now))
        }
        return due
    }
}

extension Instant? {
    static func earlier(_ left: Instant?, _ right: Instant?) -> Instant? {
        guard let left, let right else { return left ?? right }
        return min(left, right)
    }
}
