import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// A waiting request gains one point of priority in this time, so that none waits for ever.
    static let agingPeriod: Duration = .seconds(600)

    /// Starts every pending request that nothing holds, the most urgent first.
    mutating func admitRequests(_ turn: inout Turn) {
        expireRequests(&turn)
        for request in pendingRequests(at: turn.now) {
            guard let state = pipelines[request.pipeline] else { continue }
            guard let definition = usableDefinition(of: state) else { continue }
            let holds = holds(on: request, state, definition, at: turn.now)
            if let first = holds.first {
                hold(request, first, holds, &turn)
            } else {
                start(request, state, definition, &turn)
            }
        }
    }

    func pendingRequests(at now: Moment) -> [RunRequest] {
        var pending: [RunRequest] = []
        for state in pipelines.values where !state.requests.isEmpty { pending += state.requests }
        guard pending.count > 1 else { return pending }
        return pending.sorted { left, right in
            let (leftUrgency, rightUrgency) = (urgency(of: left, at: now), urgency(of: right, at: now))
            return leftUrgency == rightUrgency ? left.id < right.id : leftUrgency > rightUrgency
        }
    }

    private func urgency(of request: RunRequest, at now: Moment) -> Int64 {
        Int64(request.priority)
            + now.elapsed(since: request.createdAt).microseconds / Self.agingPeriod.microseconds
    }

    private mutating func expireRequests(_ turn: inout Turn) {
        for name in pipelines.keys {
            guard let state = pipelines[name], !state.requests.isEmpty else { continue }
            let timeout = usableDefinition(of: state)?.policy.queueTimeout
            for request in state.requests {
                guard let reason = expiry(of: request, timeout, at: turn.now) else { continue }
                withdraw(request, .expired(reason), .expired(reason), &turn)
                turn.tell(
                    Notice(.requestExpired, name, "request \(request.id) is not started: \(reason); \(request.reason)"))
            }
        }
    }

    private func expiry(of request: RunRequest, _ timeout: Duration?, at now: Moment) -> String? {
        if let startBy = request.startBy, now.wall > startBy { return "its start deadline passed" }
        if let timeout, request.createdAt.remaining(of: timeout, at: now) == .zero {
            return "it waited longer than queue_timeout \(timeout.text)"
        }
        return nil
    }

    /// Ends a pending request without a run.
    mutating func withdraw(
        _ request: RunRequest, _ end: RequestEnd, _ disposition: Disposition, _ turn: inout Turn
    ) {
        pipelines[request.pipeline]?.requests.removeAll { $0.id == request.id }
        turn.touch(request.pipeline)
        turn.record(.settleMerged(request.id, disposition))
        turn.record(.endRequest(request.id, end))
    }

    /// What keeps the request from starting now, the most lasting first.
    func holds(
        on request: RunRequest, _ state: PipelineState, _ definition: PipelineDefinition, at now: Moment
    ) -> [Explanation] {
        var holds: [Explanation] = []
        if !request.isOnDemand { holds += automaticHolds(on: request, state, definition, at: now) }
        let active = activeRuns(of: state.name)
        if active.count >= definition.policy.simultaneousRuns, let run = active.first {
            holds.append(
                Explanation(
                    subject: "overlap", verdict: .false, text: "run \(run.id) is active",
                    missing: "the end of run \(run.id)"))
        }
        if runs.count >= host.maxRunningRuns {
            holds.append(
                Explanation(
                    subject: "capacity", verdict: .false,
                    text: "\(runs.count) of \(host.maxRunningRuns) runs of this host are active",
                    missing: "the end of a run"))
        }
        return holds
    }

    private func automaticHolds(
        on request: RunRequest, _ state: PipelineState, _ definition: PipelineDefinition, at now: Moment
    ) -> [Explanation] {
        var holds: [Explanation] = []
        if let pause = state.pause {
            holds.append(
                Explanation(
                    subject: "pause", verdict: .false, text: "paused by \(pause.by.name)",
                    missing: "mlopsctl resume \(state.name)", next: pause.until))
        }
        if let breaker = state.breaker, breaker.fingerprint == state.fingerprint, !request.isForced {
            holds.append(
                Explanation(
                    subject: "breaker", verdict: .false, text: breaker.reason,
                    missing: "a change of the definition or code, or mlopsctl run \(state.name)"))
        }
        holds += timedHolds(state, definition, at: now)
        return holds
    }

    private func timedHolds(
        _ state: PipelineState, _ definition: PipelineDefinition, at now: Moment
    ) -> [Explanation] {
        var holds: [Explanation] = []
        func hold(_ subject: String, _ text: String, for left: Duration) {
            guard left > .zero else { return }
            holds.append(
                Explanation(subject: subject, verdict: .false, text: text, missing: "time", next: now.wall + left))
        }
        let policy = definition.policy
        hold("cooldown", "the last successful run ended less than \(policy.cooldown.text) ago",
            for: cooldownLeft(state, definition, at: now))
        hold("min_start_interval", "the last run started less than \(policy.minStartInterval.text) ago",
            for: state.lastStart?.remaining(of: policy.minStartInterval, at: now) ?? .zero)
        hold("max_runs_per_day", "\(policy.maxRunsPerDay) runs started in the last 24 h",
            for: budgetLeft(state, policy, at: now))
        return holds
    }

    func cooldownLeft(_ state: PipelineState, _ definition: PipelineDefinition, at now: Moment) -> Duration {
        state.lastSuccess?.remaining(of: definition.policy.cooldown, at: now) ?? .zero
    }

    /// How long until the oldest of today's starts is a day old; zero while the budget lasts.
    private func budgetLeft(_ state: PipelineState, _ policy: PolicyDefinition, at now: Moment) -> Duration {
        let day: Duration = .seconds(86_400)
        let recent = state.recentStarts.filter { $0 > now.wall - day }
        guard recent.count >= policy.maxRunsPerDay, policy.maxRunsPerDay > 0 else { return .zero }
        let freed = recent[recent.count - policy.maxRunsPerDay] + day
        return freed - now.wall
    }

    private mutating func hold(
        _ request: RunRequest, _ first: Explanation, _ holds: [Explanation], _ turn: inout Turn
    ) {
        if first.subject == "overlap" { cancelForNewer(request, &turn) }
        guard request.heldBecause != first.text else { return }
        guard let index = pipelines[request.pipeline]?.requests.firstIndex(where: { $0.id == request.id }) else { return }
        var held = request
        held.heldBecause = first.text
        pipelines[request.pipeline]?.requests[index] = held
        turn.touch(request.pipeline)
        turn.record(.putRequest(held))
        let explanation = Explanation(
            subject: "start of \(request.id)", verdict: .false, text: request.reason, missing: first.missing,
            next: first.next, children: holds)
        let id = decide(
            .hold, request.pipeline, request.causes.first?.trigger, "held: \(first.text)", explanation, &turn
        ) { $0.request = request.id }
        turn.tell(
            Notice(.requestHeld, request.pipeline, "\(request.reason): waits, \(first.text)", decision: id))
    }

    private mutating func cancelForNewer(_ request: RunRequest, _ turn: inout Turn) {
        guard let state = pipelines[request.pipeline], let definition = usableDefinition(of: state),
            definition.policy.overlap == .cancelRunning
        else { return }
        for run in activeRuns(of: request.pipeline) where run.cancellation == nil {
            cancel(run.id, by: .daemon, reason: "request \(request.id) replaces it", &turn)
        }
    }

    func activeRuns(of pipeline: PipelineName) -> [Run] { runs.values.filter { $0.pipeline == pipeline } }
}

extension PolicyDefinition {
    var simultaneousRuns: Int {
        if case .allow(let limit) = overlap { limit } else { 1 }
    }
}

extension RunRequest {
    package var reason: String { causes.map(\.reason).joined(separator: "; ") }
}
