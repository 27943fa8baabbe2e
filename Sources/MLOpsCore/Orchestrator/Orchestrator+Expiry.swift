import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// Ends the pipeline's requests that waited longer than they may.
    mutating func expireRequests(of pipeline: PipelineIndex, _ turn: inout Turn) {
        let timeout = pipelines[pipeline].definition?.policy.queueTimeout
        guard timeout != nil || pipelines[pipeline].state.requests.contains(where: { $0.startBy != nil }) else {
            return
        }
        for request in pipelines[pipeline].state.requests {
            guard let reason = expiry(of: request, timeout, at: turn.now) else { continue }
            withdraw(request, of: pipeline, .expired(reason), .expired(reason), &turn)
            turn.tell(
                Notice(
                    .requestExpired, request.pipeline,
                    "request \(request.id) is not started: \(reason); \(request.reason)"))
        }
    }

    private func expiry(of request: Shared<RunRequest>, _ timeout: Duration?, at now: Moment) -> String? {
        if let startBy = request.startBy, now.wall > startBy { return "its start deadline passed" }
        if let timeout, request.createdAt.remaining(of: timeout, at: now) == .zero {
            return "it waited longer than queue_timeout \(timeout.text)"
        }
        return nil
    }

    /// Ends a pending request without a run.
    mutating func withdraw(
        _ request: Shared<RunRequest>, of pipeline: PipelineIndex, _ end: RequestEnd, _ disposition: Disposition,
        _ turn: inout Turn
    ) {
        pipelines[pipeline].state.requests.removeAll { $0.id == request.id }
        change(pipeline, &turn)
        turn.record(.settleMerged(request.id, disposition))
        turn.record(.endRequest(request.id, end))
    }
}
