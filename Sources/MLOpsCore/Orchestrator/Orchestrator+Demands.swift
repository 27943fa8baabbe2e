import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    mutating func answer(_ demand: Demand, _ turn: inout Turn) -> Reply {
        switch demand.verb {
        case .run(let run): answer(run, by: demand.by, &turn)
        case .cancel(let id, let reason): answerCancel(id, reason, by: demand.by, &turn)
        case .retry(let run, let step): answerRetry(run, step, by: demand.by, &turn)
        case .pause(let name, let until, let reason): answerPause(name, until, reason, by: demand.by, &turn)
        case .resume(let name, let catchUp): answerResume(name, catchUp, &turn)
        case .rollback(let name, let version, let reason):
            answerRollback(name, version, reason, by: demand.by, &turn)
        case .promote(let version, let force, let reason):
            answerPromote(version, force: force, again: false, reason, by: demand.by, &turn)
        case .deploy(let version, let force, let reason):
            answerPromote(version, force: force, again: true, reason, by: demand.by, &turn)
        case .approve(let version, let reason): answerApprove(version, reason, by: demand.by, &turn)
        case .reject(let version, let reason): answerReject(version, reason, by: demand.by, &turn)
        case .moveAlias(let alias): answerMoveAlias(alias, by: demand.by, &turn)
        case .forget(let name): answerForget(name, by: demand.by, &turn)
        }
    }

    private mutating func answer(_ demand: Demand.RunDemand, by actor: Actor, _ turn: inout Turn) -> Reply {
        switch usable(demand.pipeline) {
        case .failure(let refusal): return .refused(refusal)
        case .success(let (pipeline, definition)):
            if let unknown = demand.parameters.first(where: { !definition.declares($0) }) {
                return .refused(
                    .init(
                        .invalid, "pipeline \"\(definition.name)\" has no parameter \"\(unknown.name)\"",
                        hint: "declared: " + definition.parameters.map(\.name).joined(separator: ", ")))
            }
            if demand.dryRun { return .explained(explainDemand(of: pipeline, definition.policy, at: turn.now)) }
            let request = onDemandRequest(demand, by: actor, pipeline, &turn)
            return enter(request, of: pipeline, coalescing: demand.coalesce, &turn)
        }
    }

    private mutating func onDemandRequest(
        _ demand: Demand.RunDemand, by actor: Actor, _ pipeline: PipelineIndex, _ turn: inout Turn
    ) -> RunRequest {
        let evidence = addEvidence(.requested(by: actor, reason: demand.reason), of: pipeline, &turn)
        let reason = "asked for by \(actor.name)" + (demand.reason.map { ": \($0)" } ?? "")
        counters.request += 1
        return RunRequest(
            id: RequestID(counters.request), pipeline: demand.pipeline, createdAt: turn.now,
            causes: [RunRequest.Cause(trigger: nil, reason: reason, lastEvidence: evidence)],
            priority: demand.priority ?? 100, parameters: demand.parameters, requestedBy: actor,
            isForced: demand.force, isOnDemand: true)
    }

    /// Joins an equal pending request, or waits as its own; then starts at once if nothing holds it.
    private mutating func enter(
        _ request: RunRequest, of pipeline: PipelineIndex, coalescing: Bool, _ turn: inout Turn
    ) -> Reply {
        var entered = Shared(request)
        if coalescing, let index = pipelines[pipeline].state.requests.firstIndex(where: { request.canJoin($0.value) }) {
            pipelines[pipeline].state.requests[index].value.join(request)
            entered = pipelines[pipeline].state.requests[index]
        } else {
            pipelines[pipeline].state.requests.append(entered)
        }
        change(pipeline, &turn)
        turn.record(.putRequest(entered))
        if let evidence = request.causes.first?.lastEvidence {
            recordUse(of: evidence, pipeline, trigger: nil, operand: "", .merged(entered.id), &turn)
        }
        admitRequests(&turn)
        return fate(of: entered.id, in: pipeline, &turn)
    }

    /// What the last admission made of a request.
    private mutating func fate(of id: RequestID, in pipeline: PipelineIndex, _ turn: inout Turn) -> Reply {
        if let run = pipelines[pipeline].runs.first(where: { $0.request.id == id }) {
            return .started(run.id, run.decision)
        }
        let held = turn.decision.mutations.reversed().lazy.compactMap { mutation -> DecisionRecord? in
            if case .addDecision(let record) = mutation, record.request == id { record } else { nil }
        }.first
        if let held { return .pending(id, held.id, held.explanation) }
        let explanation = Explanation(subject: "start of \(id)", verdict: .false, text: "waits as before")
        return .pending(id, DecisionID(counters.decision), explanation)
    }

    private mutating func answerCancel(
        _ id: RunID, _ reason: String?, by actor: Actor, _ turn: inout Turn
    ) -> Reply {
        guard let place = place(of: id) else {
            return .refused(.init(.notFound, "there is no active run \(id)", hint: "mlopsctl list-runs"))
        }
        guard self[place].canBeStopped else {
            return .refused(
                .init(.conflict, "run \(id) is already going live", hint: "mlopsctl rollback \(self[place].pipeline)"))
        }
        cancel(id, by: actor, reason: reason, &turn)
        return .done("run \(id) is being cancelled")
    }

    private mutating func answerRetry(
        _ run: Run, _ step: StepName?, by actor: Actor, _ turn: inout Turn
    ) -> Reply {
        let (id, pipeline) = (run.id, run.pipeline)
        if runOwners[id] != nil { return .refused(.init(.conflict, "run \(id) is still active")) }
        switch usable(pipeline) {
        case .failure(let refusal): return .refused(refusal)
        case .success(let (index, definition)):
            if let step, !definition.steps.contains(where: { $0.name == step }) {
                return .refused(
                    .init(
                        .invalid, "pipeline \"\(pipeline)\" has no step \"\(step)\"",
                        hint: "its steps: " + definition.steps.map(\.name.text).joined(separator: ", ")))
            }
            // What was wrong may have been the definition; who reads the record is told that it is another.
            let change = run.definition == definition.id ? "" : ", by a definition that has changed since"
            let demand = Demand.RunDemand(
                pipeline: pipeline, reason: "retry of \(id)\(change)", parameters: run.request.parameters)
            var request = onDemandRequest(demand, by: actor, index, &turn)
            request.retryOf = id
            request.retryFrom = step
            request.cutoffs = run.cutoffs
            return enter(request, of: index, coalescing: false, &turn)
        }
    }

    private mutating func answerPause(
        _ name: PipelineName, _ until: Instant?, _ reason: String?, by actor: Actor, _ turn: inout Turn
    ) -> Reply {
        guard let pipeline = known(name) else { return .refused(.unknown(name)) }
        if let until, until <= turn.now.wall {
            return .refused(.init(.invalid, "the pause would end in the past"))
        }
        let since = pipelines[pipeline].state.pause?.since ?? turn.now
        pipelines[pipeline].state.pause = PipelineState.Pause(since: since, until: until, by: actor, reason: reason)
        change(pipeline, &turn)
        turn.tell(Notice(.pipelinePaused, name, "pipeline \"\(name)\" is paused by \(actor.name)"))
        return .done("pipeline \"\(name)\" is paused")
    }

    private mutating func answerResume(_ name: PipelineName, _ catchUp: Bool, _ turn: inout Turn) -> Reply {
        guard let pipeline = known(name) else { return .refused(.unknown(name)) }
        guard pipelines[pipeline].state.pause != nil else { return .done("pipeline \"\(name)\" is not paused") }
        resume(pipeline, catchUp: catchUp, endingAt: turn.now.wall, &turn)
        return .done("pipeline \"\(name)\" is resumed")
    }

    /// Slots that passed during a pause were skipped on purpose; they are only made up for when asked.
    ///
    /// What passed
    /// after a pause that ended by itself was missed like any other.
    mutating func resume(_ pipeline: PipelineIndex, catchUp: Bool, endingAt end: Instant, _ turn: inout Turn) {
        guard pipelines[pipeline].state.pause != nil else { return }
        let name = pipelines[pipeline].state.name
        pipelines[pipeline].state.pause = nil
        change(pipeline, &turn)
        judgeLater(pipeline, &turn)
        turn.tell(Notice(.pipelineResumed, name, "pipeline \"\(name)\" is resumed"))
        guard !catchUp, let prepared = pipelines[pipeline].definition else { return }
        for trigger in prepared.firingTriggers {
            for operand in trigger.operands {
                skipPausedSlots(of: operand, trigger.name, pipeline, through: end, &turn)
            }
        }
    }

    private mutating func skipPausedSlots(
        of operand: Operand, _ trigger: TriggerName, _ pipeline: PipelineIndex, through end: Instant, _ turn: inout Turn
    ) {
        guard case .schedule(let schedule) = operand.condition,
            let cursor = pipelines[pipeline].state.operands[operand.path]?.cursor,
            let span = schedule.expression.slots(
                after: cursor, through: end - jitter(of: schedule, operand, pipelines[pipeline].state.name))
        else { return }
        pipelines[pipeline].state.operands[operand.path]?.cursor = span.last
        pipelines[pipeline].nextOccurrence = .distantPast
        let fact = Evidence.Fact.slotsMissed(count: span.count, first: span.first, last: span.last, reason: "paused")
        let id = addEvidence(fact, of: pipeline, &turn)
        recordUse(of: id, pipeline, trigger: trigger, operand: operand.path, .suppressed("paused"), &turn)
    }

    private func usable(
        _ name: PipelineName
    ) -> Result<(PipelineIndex, PipelineDefinition), Reply.Refusal> {
        guard let pipeline = known(name) else { return .failure(.unknown(name)) }
        guard let definition = pipelines[pipeline].definition?.definition else {
            let reason = pipelines[pipeline].state.disabled ?? "its definition is not loaded"
            return .failure(.init(.conflict, "pipeline \"\(name)\" is disabled: \(reason)", hint: "mlopsctl check"))
        }
        return .success((pipeline, definition))
    }
}

extension Reply.Refusal: Error {
    static func unknown(_ name: PipelineName) -> Self {
        .init(.notFound, "there is no pipeline \"\(name)\"", hint: "mlopsctl list-pipelines")
    }
}

extension PipelineDefinition {
    func declares(_ parameter: Parameter) -> Bool { parameters.contains { $0.name == parameter.name } }
}

extension RunRequest {
    /// Whether a pending request asks for what this one does.
    fileprivate func canJoin(_ pending: RunRequest) -> Bool {
        retryOf == nil && pending.retryOf == nil && (pending.parameters == parameters || pending.parameters.isEmpty)
    }

    /// Takes the other's cause, urgency and parameters in.
    mutating func join(_ other: RunRequest) {
        for cause in other.causes { add(cause) }
        priority = max(priority, other.priority)
        parameters = other.parameters
        requestedBy = other.requestedBy
        isForced = isForced || other.isForced
        isOnDemand = true
    }
}
