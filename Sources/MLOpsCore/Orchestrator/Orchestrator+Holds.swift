import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// What keeps the request from starting now, the most lasting first.
    func holds(on request: RunRequest, _ pipeline: PipelineIndex, _ policy: PolicyDefinition, at now: Moment) -> [Hold] {
        let own = ownHolds(on: request, pipeline, policy, at: now)
        return runOwners.count >= host.maxRunningRuns ? own + [.hostFull(active: runOwners.count)] : own
    }

    /// Those that depend on nothing but the pipeline itself and time.
    func ownHolds(
        on request: RunRequest, _ pipeline: PipelineIndex, _ policy: PolicyDefinition, at now: Moment
    ) -> [Hold] {
        var holds: [Hold] = []
        if !request.isOnDemand {
            let state = pipelines[pipeline].state
            if let pause = state.pause { holds.append(.paused(pause)) }
            if let breaker = state.breaker, breaker.fingerprint == state.fingerprint { holds.append(.broken(breaker)) }
            let cooldown = cooldownLeft(state, policy, at: now)
            if cooldown > .zero { holds.append(.coolingDown(left: cooldown)) }
            let interval = state.lastStart?.remaining(of: policy.minStartInterval, at: now) ?? .zero
            if interval > .zero { holds.append(.startedLately(left: interval)) }
            let budget = budgetLeft(state, policy, at: now)
            if budget > .zero { holds.append(.budgetSpent(left: budget)) }
        }
        if pipelines[pipeline].runs.count >= policy.simultaneousRuns, let run = pipelines[pipeline].runs.first {
            holds.append(.overlapping(run.id))
        }
        return holds
    }

    func cooldownLeft(_ state: PipelineState, _ policy: PolicyDefinition, at now: Moment) -> Duration {
        state.lastSuccess?.remaining(of: policy.cooldown, at: now) ?? .zero
    }

    /// How long until the oldest of today's starts is a day old; zero while the budget lasts.
    private func budgetLeft(_ state: PipelineState, _ policy: PolicyDefinition, at now: Moment) -> Duration {
        guard policy.maxRunsPerDay > 0, state.recentStarts.count >= policy.maxRunsPerDay else { return .zero }
        let day: Duration = .seconds(86_400)
        let recent = state.recentStarts.filter { $0 > now.wall - day }
        guard recent.count >= policy.maxRunsPerDay else { return .zero }
        return recent[recent.count - policy.maxRunsPerDay] + day - now.wall
    }
}

extension PolicyDefinition {
    var simultaneousRuns: Int {
        if case .allow(let limit) = overlap { limit } else { 1 }
    }
}
