import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// Ends latches that have outlived `validFor`, and triggers that did not come true by their deadline.
    mutating func lapse(_ trigger: TriggerDefinition, of pipeline: PipelineName, _ turn: inout Turn) {
        for operand in trigger.operands {
            guard let latch = pipelines[pipeline]?.operands[operand.path]?.latch, let limit = operand.validFor else {
                continue
            }
            if latch.lastAt.remaining(of: limit, at: turn.now) == .zero {
                dropLatch(operand.path, of: pipeline, .expired("older than valid_for \(limit.text)"), &turn)
            }
        }
        guard let deadline = trigger.deadline, let first = firstLatch(of: trigger, in: pipeline),
            first.remaining(of: deadline, at: turn.now) == .zero
        else { return }
        passDeadline(trigger, of: pipeline, &turn)
    }

    private func firstLatch(of trigger: TriggerDefinition, in pipeline: PipelineName) -> Moment? {
        trigger.operands.compactMap { pipelines[pipeline]?.operands[$0.path]?.latch?.firstAt }
            .min { $0.isBefore($1) }
    }

    private mutating func passDeadline(
        _ trigger: TriggerDefinition, of pipeline: PipelineName, _ turn: inout Turn
    ) {
        guard let state = pipelines[pipeline], let definition = usableDefinition(of: state) else { return }
        guard TriggerEvaluation(trigger: trigger, state: state, now: turn.now).judge().verdict != .true else { return }
        let text = "deadline of \"\(trigger.name)\" passed before it came true"
        switch trigger.lapse {
        case .run:
            fire(trigger, definition, because: text, &turn)
        case .alert, .skip:
            for operand in trigger.operands {
                dropLatch(operand.path, of: pipeline, .expired("deadline"), &turn)
            }
            if trigger.lapse == .alert {
                turn.tell(Notice(.requestExpired, pipeline, text, trigger: trigger.name))
            }
        }
    }

    mutating func fireIfTrue(
        _ trigger: TriggerDefinition, _ definition: PipelineDefinition, _ turn: inout Turn
    ) {
        guard let state = pipelines[definition.name], holdsEvidence(trigger, state) else { return }
        guard TriggerEvaluation(trigger: trigger, state: state, now: turn.now).judge().verdict == .true else { return }
        fire(trigger, definition, because: reason(for: trigger, state), &turn)
    }

    /// A trigger fires for evidence: what is true without any, such as `not`, only permits.
    private func holdsEvidence(_ trigger: TriggerDefinition, _ state: PipelineState) -> Bool {
        trigger.operands.contains { state.operands[$0.path]?.latch != nil }
    }

    private mutating func fire(
        _ trigger: TriggerDefinition, _ definition: PipelineDefinition, because reason: String, _ turn: inout Turn
    ) {
        let pipeline = definition.name
        guard let state = pipelines[pipeline] else { return }
        turn.touch(pipeline)
        if let refusal = refusalToWish(state, definition, at: turn.now) {
            suppress(trigger, state, because: refusal, &turn)
            return
        }
        let cause = RunRequest.Cause(
            trigger: trigger.name, reason: reason, lastEvidence: lastEvidence(of: trigger, state))
        let request = wish(for: cause, trigger, definition, &turn)
        for operand in trigger.operands {
            dropLatch(operand.path, of: pipeline, .merged(request), &turn)
        }
    }

    private func lastEvidence(of trigger: TriggerDefinition, _ state: PipelineState) -> EvidenceID {
        trigger.operands.compactMap { state.operands[$0.path]?.latch?.lastEvidence }.max() ?? EvidenceID(0)
    }

    /// Why evidence is dropped instead of waiting; nil: it may wait.
    private func refusalToWish(_ state: PipelineState, _ definition: PipelineDefinition, at now: Moment) -> String? {
        if definition.policy.overlap == .skip, let active = activeRuns(of: state.name).first {
            return "run \(active.id) is active and overlap is skip"
        }
        if definition.policy.dropsDuringCooldown, cooldownLeft(state, definition, at: now) > .zero {
            return "cooling down and during_cooldown is drop"
        }
        return nil
    }

    private mutating func suppress(
        _ trigger: TriggerDefinition, _ state: PipelineState, because refusal: String, _ turn: inout Turn
    ) {
        let explanation = explain(trigger, state, at: turn.now)
        for operand in trigger.operands {
            dropLatch(operand.path, of: state.name, .suppressed(refusal), &turn)
        }
        let id = decide(.suppress, state.name, trigger.name, "\(trigger.name) suppressed: \(refusal)", explanation, &turn)
        turn.tell(
            Notice(
                .evidenceSuppressed, state.name, "trigger \"\(trigger.name)\" was true and is dropped: \(refusal)",
                trigger: trigger.name, decision: id))
    }

    /// Puts the cause into the pending request, or makes one.
    private mutating func wish(
        for cause: RunRequest.Cause, _ trigger: TriggerDefinition, _ definition: PipelineDefinition,
        _ turn: inout Turn
    ) -> RequestID {
        let state = pipelines[definition.name] ?? PipelineState(name: definition.name)
        let explanation = explain(trigger, state, at: turn.now)
        let priority = trigger.priority ?? definition.policy.priority ?? trigger.ordinaryPriority
        let startBy = startDeadline(of: trigger, at: turn.now)
        if let index = mergeTarget(in: state, definition) {
            return merge(cause, into: index, of: definition.name, priority, startBy, explanation, &turn)
        }
        counters.request += 1
        let request = RunRequest(
            id: RequestID(counters.request), pipeline: definition.name, createdAt: turn.now, causes: [cause],
            priority: priority, startBy: startBy)
        pipelines[definition.name]?.requests.append(request)
        turn.record(.putRequest(request))
        return request.id
    }

    /// The pending request that a new cause joins; nil: it gets one of its own.
    func mergeTarget(in state: PipelineState, _ definition: PipelineDefinition) -> Int? {
        if case .queue(let limit) = definition.policy.overlap, state.requests.count < limit { return nil }
        return state.requests.indices.last
    }

    private mutating func merge(
        _ cause: RunRequest.Cause, into index: Int, of pipeline: PipelineName, _ priority: Int, _ startBy: Instant?,
        _ explanation: Explanation, _ turn: inout Turn
    ) -> RequestID {
        guard var request = pipelines[pipeline]?.requests[index] else { return RequestID(0) }
        request.add(cause)
        request.priority = max(request.priority, priority)
        request.startBy = [request.startBy, startBy].compactMap(\.self).min()
        pipelines[pipeline]?.requests[index] = request
        turn.record(.putRequest(request))
        decide(.merge, pipeline, cause.trigger, "\(cause.reason): merged into \(request.id)", explanation, &turn) {
            $0.request = request.id
        }
        return request.id
    }

    private func startDeadline(of trigger: TriggerDefinition, at now: Moment) -> Instant? {
        trigger.operands.compactMap { operand in
            if case .schedule(let schedule) = operand.condition { schedule.startDeadline.map { now.wall + $0 } } else { nil }
        }.min()
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
