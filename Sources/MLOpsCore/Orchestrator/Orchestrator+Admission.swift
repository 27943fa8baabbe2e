import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// A waiting request gains one point of priority in this time, so that none waits for ever.
    static let agingPeriod: Duration = .seconds(600)

    /// Starts every pending request that nothing holds, the most urgent first.
    ///
    /// Only what the turn touched can have become free of its own holds; all others wait as before, and those that
    /// wait for nothing but a place on the host stand in `contenders`.
    mutating func admitRequests(_ turn: inout Turn) {
        var position = 0
        while position < touched.count {
            screen(touched[position], &turn)
            position += 1
        }
        while !contenders.isEmpty, runOwners.count < host.maxRunningRuns,
            let (pipeline, request) = mostUrgentContender(at: turn.now)
        {
            start(request, of: pipeline, &turn)
            screen(pipeline, &turn)
        }
        guard !contenders.isEmpty else { return }
        for pipeline in touched where contenders.contains(pipeline) { holdForHost(pipeline, &turn) }
    }

    /// Ends requests that waited too long, says of the others what holds them, and enters those that nothing holds.
    private mutating func screen(_ pipeline: PipelineIndex, _ turn: inout Turn) {
        var isContender = false
        if !pipelines[pipeline].state.requests.isEmpty {
            expireRequests(of: pipeline, &turn)
            if let policy = pipelines[pipeline].definition?.policy {
                for request in pipelines[pipeline].state.requests {
                    isContender = screen(request, of: pipeline, policy, &turn) || isContender
                }
            }
        }
        if isContender {
            contenders.append(pipeline)
        } else if !contenders.isEmpty {
            contenders.remove(pipeline)
        }
    }

    /// Returns whether nothing of the pipeline's own holds the request.
    private mutating func screen(
        _ request: Shared<RunRequest>, of pipeline: PipelineIndex, _ policy: PolicyDefinition, _ turn: inout Turn
    ) -> Bool {
        var holds = ownHolds(on: request, pipeline, policy, at: turn.now)
        if case .overlapping? = holds.first, policy.overlap == .cancelRunning {
            cancelForNewer(request, of: pipeline, &turn)
            holds = ownHolds(on: request, pipeline, policy, at: turn.now)
        }
        if let first = holds.first { hold(request, of: pipeline, first, holds, policy, &turn) }
        return holds.isEmpty
    }

    private func mostUrgentContender(at now: Moment) -> (PipelineIndex, Shared<RunRequest>)? {
        if contenders.count == 1, pipelines[contenders[0]].state.requests.count == 1 {
            return (contenders[0], pipelines[contenders[0]].state.requests[0])
        }
        var best: (pipeline: PipelineIndex, request: Shared<RunRequest>, urgency: Int64)?
        for pipeline in contenders {
            guard let policy = pipelines[pipeline].definition?.policy else { continue }
            for request in pipelines[pipeline].state.requests {
                let urgency = urgency(of: request, at: now)
                if let best, (best.urgency, request.id) > (urgency, best.request.id) { continue }
                guard ownHolds(on: request, pipeline, policy, at: now).isEmpty else { continue }
                best = (pipeline, request, urgency)
            }
        }
        return best.map { ($0.pipeline, $0.request) }
    }

    private func urgency(of request: Shared<RunRequest>, at now: Moment) -> Int64 {
        Int64(request.priority) + now.elapsed(since: request.createdAt).microseconds / Self.agingPeriod.microseconds
    }

    private mutating func holdForHost(_ pipeline: PipelineIndex, _ turn: inout Turn) {
        guard let policy = pipelines[pipeline].definition?.policy else { return }
        for request in pipelines[pipeline].state.requests {
            let holds = holds(on: request, pipeline, policy, at: turn.now)
            if case .hostFull? = holds.first { hold(request, of: pipeline, holds[0], holds, policy, &turn) }
        }
    }

    private mutating func hold(
        _ request: Shared<RunRequest>, of pipeline: PipelineIndex, _ first: Hold, _ holds: [Hold],
        _ policy: PolicyDefinition,
        _ turn: inout Turn
    ) {
        let text = first.text(policy, host)
        guard request.heldBecause != text,
            let index = pipelines[pipeline].state.requests.firstIndex(where: { $0.id == request.id })
        else { return }
        pipelines[pipeline].state.requests[index].value.heldBecause = text
        change(pipeline, &turn)
        turn.record(.putRequest(pipelines[pipeline].state.requests[index]))
        let children = holds.map { $0.explanation(request.pipeline, policy, host, at: turn.now) }
        let explanation = Explanation(
            subject: "start of \(request.id)", verdict: .false, text: request.reason, missing: children.first?.missing,
            next: first.end(at: turn.now), children: children)
        let id = decide(
            .hold, request.pipeline, request.causes.first?.trigger, "held: \(text)", explanation, request: request.id,
            &turn)
        turn.tell(Notice(.requestHeld, request.pipeline, "\(request.reason): waits, \(text)", decision: id))
    }

    private mutating func cancelForNewer(_ request: Shared<RunRequest>, of pipeline: PipelineIndex, _ turn: inout Turn)
    {
        for run in pipelines[pipeline].runs where run.cancellation == nil && run.canBeStopped {
            cancel(run.id, by: .daemon, reason: "request \(request.id) replaces it", &turn)
        }
    }
}

extension RunRequest {
    package var reason: String { causes.reason }
}

extension [RunRequest.Cause] {
    var reason: String { count == 1 ? self[0].reason : map(\.reason).joined(separator: "; ") }
}
