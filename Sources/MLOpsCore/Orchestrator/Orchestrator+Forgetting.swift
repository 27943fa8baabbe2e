import OrderedCollections

/// A pipeline whose file is gone leaves the lists when a person says so; runs, models and the ledger are history.
extension Orchestrator {
    /// Whether it is live at its target is for the disk to say, and was asked before.
    mutating func answerForget(_ name: PipelineName, by actor: Actor, _ turn: inout Turn) -> Reply {
        guard let pipeline = known(name) else { return .refused(.unknown(name)) }
        if let refusal = refusalToForget(pipeline) { return .refused(refusal) }
        let reason = "the pipeline was forgotten by \(actor.name)"
        for path in pipelines[pipeline].state.operands.keys {
            dropLatch(path, of: pipeline, .withdrawn(reason), &turn)
        }
        for request in pipelines[pipeline].state.requests {
            withdraw(request, of: pipeline, .withdrawn(reason), .withdrawn(reason), &turn)
        }
        if let shadow = pipelines[pipeline].state.shadow { forgetShadow(shadow.version, pipeline, &turn) }
        pipelines[pipeline].state.forget()
        change(pipeline, &turn)
        return .done("pipeline \"\(name)\" is forgotten; its runs, models and ledger stay in the record")
    }

    private func refusalToForget(_ pipeline: PipelineIndex) -> Reply.Refusal? {
        let state = pipelines[pipeline].state
        guard state.isGone else {
            return .init(
                .conflict, "the file of pipeline \"\(state.name)\" is still there",
                hint: "remove it, then mlopsctl apply, or mlopsctl reload")
        }
        if let run = pipelines[pipeline].runs.first {
            return .init(.conflict, "run \(run.id) is still active", hint: "mlopsctl cancel \(run.id)")
        }
        if let open = openDeployments.values.first(where: { $0.pipeline == state.name }) {
            return .init(.conflict, "deployment \(open.id) is under way", hint: "mlopsctl show \(open.id)")
        }
        if let probation = state.probation {
            return .init(
                .conflict, "model \(probation.deployment.version) is still on probation",
                hint: "mlopsctl status \(state.name)")
        }
        return nil
    }
}

extension PipelineState {
    /// Should its file come back, it goes on with its models and calendars, but with no wish of before.
    fileprivate mutating func forget() {
        disabled = Self.wasForgotten
        definition = nil
        pause = nil
        breaker = nil
        consecutiveFailures = 0
        for dataset in datasets.keys { datasets[dataset]?.unavailable = nil }
    }
}
