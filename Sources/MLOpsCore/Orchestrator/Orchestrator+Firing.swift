import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// Ends latches that have outlived their time, and triggers that did not come true by their deadline.
    mutating func lapse(
        _ trigger: TriggerDefinition, _ definition: PipelineDefinition, of pipeline: PipelineIndex, _ turn: inout Turn
    ) {
        var first: Moment?
        for operand in trigger.operands {
            guard let state = pipelines[pipeline].state.operands[operand.path], let latch = state.latch else { continue }
            if let expiry = expiry(of: latch, state, operand, definition.name, at: turn.now), expiry.left == .zero {
                dropLatch(operand.path, of: pipeline, .expired(expiry.reason), &turn)
            } else if first.map({ latch.firstAt.isBefore($0) }) ?? true {
                first = latch.firstAt
            }
        }
        guard let deadline = trigger.deadline, let first, first.remaining(of: deadline, at: turn.now) == .zero else {
            return
        }
        passDeadline(trigger, definition, of: pipeline, &turn)
    }

    /// How long a latch still counts, and what it is called when it does not any more; nil: as long as it takes.
    func expiry(
        of latch: Latch, _ state: PipelineState.OperandState, _ operand: Operand, _ pipeline: PipelineName,
        at now: Moment
    ) -> (left: Duration, reason: String)? {
        operand.validFor.map { (latch.lastAt.remaining(of: $0, at: now), "older than valid_for \($0.text)") }
    }

    private mutating func passDeadline(
        _ trigger: TriggerDefinition, _ definition: PipelineDefinition, of pipeline: PipelineIndex, _ turn: inout Turn
    ) {
        guard !isTrue(trigger, of: pipeline, at: turn.now) else { return }
        let text = "deadline of \"\(trigger.name)\" passed before it came true"
        switch trigger.lapse {
        case .run:
            fire(trigger, definition, of: pipeline, because: text, &turn)
        case .alert, .skip:
            for operand in trigger.operands {
                dropLatch(operand.path, of: pipeline, .expired("deadline"), &turn)
            }
            if trigger.lapse == .alert {
                turn.tell(Notice(.requestExpired, definition.name, text, trigger: trigger.name))
            }
        }
    }

    mutating func fireIfTrue(
        _ trigger: TriggerDefinition, _ definition: PipelineDefinition, of pipeline: PipelineIndex, _ turn: inout Turn
    ) {
        guard holdsEvidence(trigger, pipelines[pipeline].state), isTrue(trigger, of: pipeline, at: turn.now) else { return }
        fire(trigger, definition, of: pipeline, because: reason(for: trigger, pipelines[pipeline].state), &turn)
    }

    private func isTrue(_ trigger: TriggerDefinition, of pipeline: PipelineIndex, at now: Moment) -> Bool {
        TriggerEvaluation(trigger, pipelines[pipeline].state, at: now).judge().verdict == .true
    }

    private mutating func fire(
        _ trigger: TriggerDefinition, _ definition: PipelineDefinition, of pipeline: PipelineIndex,
        because reason: String, _ turn: inout Turn
    ) {
        if let refusal = refusalToWish(pipeline, definition.policy, at: turn.now) {
            suppress(trigger, of: pipeline, because: refusal, &turn)
            return
        }
        let cause = RunRequest.Cause(
            trigger: trigger.name, reason: reason, lastEvidence: lastEvidence(of: trigger, pipelines[pipeline].state))
        let request = wish(for: cause, trigger, definition, of: pipeline, &turn)
        for operand in trigger.operands {
            dropLatch(operand.path, of: pipeline, .merged(request), &turn)
        }
    }

    private func lastEvidence(of trigger: TriggerDefinition, _ state: PipelineState) -> EvidenceID {
        var last = EvidenceID(0)
        for operand in trigger.operands {
            if let evidence = state.operands[operand.path]?.latch?.lastEvidence { last = max(last, evidence) }
        }
        return last
    }

    /// Why evidence is dropped instead of waiting; nil: it may wait.
    private func refusalToWish(_ pipeline: PipelineIndex, _ policy: PolicyDefinition, at now: Moment) -> String? {
        if policy.overlap == .skip, let active = pipelines[pipeline].runs.first {
            return "run \(active.id) is active and overlap is skip"
        }
        if policy.dropsDuringCooldown, cooldownLeft(pipelines[pipeline].state, policy, at: now) > .zero {
            return "cooling down and during_cooldown is drop"
        }
        return nil
    }

    private mutating func suppress(
        _ trigger: TriggerDefinition, of pipeline: PipelineIndex, because refusal: String, _ turn: inout Turn
    ) {
        let name = pipelines[pipeline].state.name
        let explanation = explain(trigger, pipelines[pipeline].state, at: turn.now)
        for operand in trigger.operands {
            dropLatch(operand.path, of: pipeline, .suppressed(refusal), &turn)
        }
        let id = decide(.suppress, name, trigger.name, "\(trigger.name) suppressed: \(refusal)", explanation, &turn)
        turn.tell(
            Notice(
                .evidenceSuppressed, name, "trigger \"\(trigger.name)\" was true and is dropped: \(refusal)",
                trigger: trigger.name, decision: id))
    }

    /// Puts the cause into the pending request, or makes one.
    private mutating func wish(
        for cause: RunRequest.Cause, _ trigger: TriggerDefinition, _ definition: PipelineDefinition,
        of pipeline: PipelineIndex, _ turn: inout Turn
    ) -> RequestID {
        let priority = trigger.priority ?? definition.policy.priority ?? trigger.ordinaryPriority
        let startBy = startDeadline(of: trigger, at: turn.now)
        if let index = mergeTarget(in: pipelines[pipeline].state, definition.policy) {
            let explanation = explain(trigger, pipelines[pipeline].state, at: turn.now)
            return merge(cause, into: index, of: pipeline, priority, startBy, explanation, &turn)
        }
        counters.request += 1
        let request = RunRequest(
            id: RequestID(counters.request), pipeline: definition.name, createdAt: turn.now, causes: [cause],
            priority: priority, startBy: startBy)
        pipelines[pipeline].state.requests.append(request)
        change(pipeline, &turn)
        turn.record(.putRequest(request))
        return request.id
    }

    /// The pending request that a new cause joins; nil: it gets one of its own.
    private func mergeTarget(in state: PipelineState, _ policy: PolicyDefinition) -> Int? {
        if case .queue(let limit) = policy.overlap, state.requests.count < limit { return nil }
        return state.requests.indices.last
    }

    private mutating func merge(
        _ cause: RunRequest.Cause, into index: Int, of pipeline: PipelineIndex, _ priority: Int, _ startBy: Instant?,
        _ explanation: Explanation, _ turn: inout Turn
    ) -> RequestID {
        var request = pipelines[pipeline].state.requests[index]
        request.add(cause)
        request.priority = max(request.priority, priority)
        request.startBy = .earlier(request.startBy, startBy)
        pipelines[pipeline].state.requests[index] = request
        change(pipeline, &turn)
        turn.record(.putRequest(request))
        decide(.merge, request.pipeline, cause.trigger, "\(cause.reason): merged into \(request.id)", explanation, &turn) {
            $0.request = request.id
        }
        return request.id
    }

    private func startDeadline(of trigger: TriggerDefinition, at now: Moment) -> Instant? {
        var deadline: Instant?
        for operand in trigger.operands {
            guard case .schedule(let schedule) = operand.condition, let limit = schedule.startDeadline else { continue }
            deadline = .earlier(deadline, now.wall + limit)
        }
        return deadline
    }

    /// Records a decision and returns its id.
    @discardableResult
    mutating func decide(
        _ kind: DecisionRecord.Kind, _ pipeline: PipelineName, _ trigger: TriggerName?, _ summary: String,
        _ explanation: Explanation, _ turn: inout Turn, completing complete: (inout DecisionRecord) -> Void = { _ in }
    ) -> DecisionID {
        counters.decision += 1
        var record = DecisionRecord(
            id: DecisionID(counters.decision), pipeline: pipeline, kind: kind, trigger: trigger, summary: summary,
            explanation: explanation, decidedAt: turn.now.wall)
        complete(&record)
        turn.record(.addDecision(record))
        return record.id
    }
}

extension RunRequest {
    /// A cause that is there already keeps its place and takes the newer words.
    mutating func add(_ cause: Cause) {
        if let index = causes.firstIndex(where: { $0.trigger == cause.trigger }) {
            causes[index] = cause
        } else {
            causes.append(cause)
        }
    }
}

extension TriggerDefinition {
    /// Data before calendar: what came is used before what is merely due (SEMANTICS 10).
    var ordinaryPriority: Int {
        operands.contains { if case .newData = $0.condition { true } else { false } } ? 50 : 30
    }
}
