import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// What keeps the request from starting now, the most lasting first.
    func holds(on request: Shared<RunRequest>, _ pipeline: PipelineIndex, _ policy: PolicyDefinition, at now: Moment)
        -> [Hold]
    {
        let own = ownHolds(on: request, pipeline, policy, at: now)
        return runOwners.count >= host.maxRunningRuns ? own + [.hostFull(active: runOwners.count)] : own
    }

    /// Those that depend on nothing but the pipeline itself and time.
    func ownHolds(
        on request: Shared<RunRequest>, _ pipeline: PipelineIndex, _ policy: PolicyDefinition, at now: Moment
    ) -> [Hold] {
        var holds = request.isOnDemand ? [] : automaticHolds(pipeline, policy, at: now)
        if pipelines[pipeline].runs.count >= policy.simultaneousRuns {
            holds.append(.overlapping(pipelines[pipeline].runs[0].id))
        }
        return holds
    }

    /// Those that a demand passes over.
    private func automaticHolds(_ pipeline: PipelineIndex, _ policy: PolicyDefinition, at now: Moment) -> [Hold] {
        var holds: [Hold] = []
        if let pause = pipelines[pipeline].state.pause { holds.append(.paused(pause)) }
        if let breaker = pipelines[pipeline].state.breaker, breaker.fingerprint == pipelines[pipeline].state.fingerprint
        {
            holds.append(.broken(breaker))
        }
        let cooldown = cooldownLeft(of: pipeline, policy, at: now)
        if cooldown > .zero { holds.append(.coolingDown(left: cooldown)) }
        let interval = pipelines[pipeline].state.lastStart?.remaining(of: policy.minStartInterval, at: now) ?? .zero
        if interval > .zero { holds.append(.startedLately(left: interval)) }
        if policy.maxRunsPerDay > 0 {
            let budget = pipelines[pipeline].state.recentStarts.wait(until: policy.maxRunsPerDay, at: now.wall)
            if budget > .zero { holds.append(.budgetSpent(left: budget)) }
        }
        return holds
    }

    func cooldownLeft(of pipeline: PipelineIndex, _ policy: PolicyDefinition, at now: Moment) -> Duration {
        pipelines[pipeline].state.lastSuccess?.remaining(of: policy.cooldown, at: now) ?? .zero
    }
}

extension PolicyDefinition {
    var simultaneousRuns: Int {
        if case .allow(let limit) = overlap { max(limit, 1) } else { 1 }
    }
}
