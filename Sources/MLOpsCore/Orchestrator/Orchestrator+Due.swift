import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// When the pipeline must be looked at again even if nothing happens.
    func nextDue(of pipeline: PipelineIndex, at now: Moment) -> Instant? {
        var due: Instant?
        for position in pipelines[pipeline].runs.indices {
            due = .earlier(due, dueTime(of: RunPlace(pipeline: pipeline, position: position), at: now))
        }
        // Asked before they are taken out, which copies them whether or not there are any.
        if pipelines[pipeline].state.probation != nil { due = .earlier(due, dueTimeOfProbation(pipeline, at: now)) }
        if pipelines[pipeline].state.shadow != nil { due = .earlier(due, dueTimeOfShadow(pipeline, at: now)) }
        if let pause = pipelines[pipeline].state.pause { return .earlier(due, pause.until) }
        guard pipelines[pipeline].definition != nil else { return due }
        due = .earlier(due, pipelines[pipeline].triggersDue)
        due = .earlier(due, pipelines[pipeline].nextOccurrence)
        guard !pipelines[pipeline].state.requests.isEmpty, let policy = pipelines[pipeline].definition?.policy else {
            return due
        }
        for request in pipelines[pipeline].state.requests {
            due = .earlier(due, dueTime(of: request, pipeline, policy, at: now))
        }
        return due
    }

    private func dueTime(of place: RunPlace, at now: Moment) -> Instant? {
        var due: Instant?
        for step in self[place].steps.indices {
            guard case .backingOff(let since, let delay) = self[place].steps[step].state else { continue }
            due = .earlier(due, now.wall + since.remaining(of: delay, at: now))
        }
        guard self[place].canBeStopped, self[place].cancellation == nil,
            let limit = definition(of: place)?.runTimeoutMicroseconds
        else { return due }
        return .earlier(due, self[place].startedAt.end(ofMicroseconds: limit, at: now))
    }

    private func dueTimeOfProbation(_ pipeline: PipelineIndex, at now: Moment) -> Instant? {
        guard let probation = pipelines[pipeline].state.probation else { return nil }
        var due: Instant?
        if let end = probation.end, !isDeploying(pipeline) {
            due = now.wall + probation.since.remaining(of: end, at: now)
        }
        guard let watch = probation.watch else { return due }
        return .earlier(due, now.wall + probation.lastAsked.remaining(of: watch.interval, at: now))
    }

    private func dueTimeOfShadow(_ pipeline: PipelineIndex, at now: Moment) -> Instant? {
        guard let shadow = pipelines[pipeline].state.shadow, shadow.isHeld != true, !isDeploying(pipeline),
            let how = pipelines[pipeline].definition?.shadow
        else { return nil }
        return now.wall + shadow.since.remaining(of: how.maxTime, at: now)
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
            return (cursor ?? champion.agesSince.wall) + age
        case .newData, .pipelineChange, .drift, .performance: return nil
        }
    }

    private func dueTime(
        of request: Shared<RunRequest>, _ pipeline: PipelineIndex, _ policy: PolicyDefinition, at now: Moment
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
