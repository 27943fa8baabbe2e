import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// Fires the trigger if it is true, lets go of what it held for too long, and returns when to judge it again.
    ///
    /// A trigger fires for evidence: what is true without any, such as `not`, only permits.
    mutating func judge(
        _ trigger: PreparedTrigger, _ prepared: PreparedDefinition, of pipeline: PipelineIndex, _ turn: inout Turn
    ) -> Instant? {
        guard let held = expireLatches(of: trigger, pipeline, &turn) else { return nil }
        let (judgement, reason) = judgement(of: trigger, pipeline, at: turn.now)
        if let reason {
            fire(trigger, prepared, of: pipeline, because: reason, &turn)
            return nil
        }
        let deadline = trigger.definition.deadline.map { held.since.remaining(of: $0, at: turn.now) }
        if deadline == .zero {
            passDeadline(trigger, prepared, of: pipeline, &turn)
            return nil
        }
        return .earlier(judgement.next, .earlier(held.expiry, deadline.map { turn.now.wall + $0 }))
    }

    /// With the reason where it is true.
    private func judgement(
        of trigger: PreparedTrigger, _ pipeline: PipelineIndex, at now: Moment
    ) -> (TriggerEvaluation.Judgement, reason: String?) {
        let evaluation = TriggerEvaluation(trigger: trigger, state: pipelines[pipeline].shared, now: now)
        let judgement = evaluation.judge()
        return (judgement, judgement.verdict == .true ? evaluation.reason : nil)
    }

    /// Ends latches that have outlived their time.
    ///
    /// Returns since when the trigger holds evidence, and when it loses
    /// the next of it; nil: it holds none.
    private mutating func expireLatches(
        of trigger: PreparedTrigger, _ pipeline: PipelineIndex, _ turn: inout Turn
    ) -> (since: Moment, expiry: Instant?)? {
        var since: Moment?
        var next: Instant?
        for operand in trigger.operands {
            guard let index = pipelines[pipeline].state.operands.index(forKey: operand.path),
                let latch = pipelines[pipeline].state.operands.values[index].latch
            else { continue }
            let cursor = pipelines[pipeline].state.operands.values[index].cursor
            let expiry = expiry(of: latch, cursor, operand, at: turn.now)
            if let expiry, expiry.left == .zero {
                dropLatch(operand.path, of: pipeline, .expired(expiry.reason), &turn)
                continue
            }
            if let expiry { next = .earlier(next, turn.now.wall + expiry.left) }
            if since.map({ latch.firstAt.isBefore($0) }) ?? true { since = latch.firstAt }
        }
        return since.map { ($0, next) }
    }

    /// How long a latch still counts, and what it is called when it does not any more; nil: as long as it takes.
    private func expiry(
        of latch: Latch, _ slot: Instant?, _ operand: Operand, at now: Moment
    ) -> (left: Duration, reason: String)? {
        let expiry = operand.validFor.map {
            (latch.lastAt.remaining(of: $0, at: now), "older than valid_for \($0.text)")
        }
        guard let deadline = operand.startDeadline(of: slot) else { return expiry }
        let left = max(.zero, deadline + .microseconds(1) - now.wall)
        if let expiry, expiry.0 <= left { return expiry }
        return (left, "its start deadline passed")
    }

    private mutating func passDeadline(
        _ trigger: PreparedTrigger, _ prepared: PreparedDefinition, of pipeline: PipelineIndex, _ turn: inout Turn
    ) {
        let text = "deadline of \"\(trigger.name)\" passed before it came true"
        switch trigger.definition.lapse {
        case .run:
            fire(trigger, prepared, of: pipeline, because: text, &turn)
        case .alert, .skip:
            for operand in trigger.operands {
                dropLatch(operand.path, of: pipeline, .expired("deadline"), &turn)
            }
            if trigger.definition.lapse == .alert {
                turn.tell(Notice(.requestExpired, prepared.definition.name, text, trigger: trigger.name))
            }
        }
    }

    private mutating func fire(
        _ trigger: PreparedTrigger, _ prepared: PreparedDefinition, of pipeline: PipelineIndex,
        because reason: String, _ turn: inout Turn
    ) {
        if let refusal = refusalToWish(pipeline, prepared.policy, at: turn.now) {
            suppress(trigger, of: pipeline, because: refusal, &turn)
            return
        }
        let cause = RunRequest.Cause(
            trigger: trigger.name, reason: reason,
            lastEvidence: trigger.definition.lastEvidence(in: pipelines[pipeline].shared))
        let request = wish(for: cause, trigger, prepared, of: pipeline, &turn)
        for operand in trigger.operands {
            dropLatch(operand.path, of: pipeline, .merged(request), &turn)
        }
    }

    /// Why evidence is dropped instead of waiting; nil: it may wait.
    private func refusalToWish(_ pipeline: PipelineIndex, _ policy: PolicyDefinition, at now: Moment) -> String? {
        if policy.overlap == .skip, let active = pipelines[pipeline].runs.first {
            return "run \(active.id) is active and overlap is skip"
        }
        if policy.dropsDuringCooldown, cooldownLeft(of: pipeline, policy, at: now) > .zero {
            return "cooling down and during_cooldown is drop"
        }
        return nil
    }

    private mutating func suppress(
        _ trigger: PreparedTrigger, of pipeline: PipelineIndex, because refusal: String, _ turn: inout Turn
    ) {
        let name = pipelines[pipeline].state.name
        let explanation = explain(trigger.definition, pipelines[pipeline].state, at: turn.now)
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
        for cause: RunRequest.Cause, _ trigger: PreparedTrigger, _ prepared: PreparedDefinition,
        of pipeline: PipelineIndex, _ turn: inout Turn
    ) -> RequestID {
        let priority = trigger.definition.priority ?? prepared.policy.priority ?? trigger.ordinaryPriority
        let startBy = trigger.definition.startDeadline(in: pipelines[pipeline].shared)
        if let index = prepared.policy.mergeTarget(among: pipelines[pipeline].state.requests) {
            let explanation = explain(trigger.definition, pipelines[pipeline].state, at: turn.now)
            return merge(cause, into: index, of: pipeline, priority, startBy, explanation, &turn)
        }
        counters.request += 1
        let request = Shared(
            RunRequest(
                id: RequestID(counters.request), pipeline: prepared.definition.name, createdAt: turn.now,
                causes: [cause],
                priority: priority, startBy: startBy))
        pipelines[pipeline].state.requests.append(request)
        change(pipeline, &turn)
        turn.record(.putRequest(request))
        return request.id
    }

    private mutating func merge(
        _ cause: RunRequest.Cause, into index: Int, of pipeline: PipelineIndex, _ priority: Int, _ startBy: Instant?,
        _ explanation: Explanation, _ turn: inout Turn
    ) -> RequestID {
        pipelines[pipeline].state.requests[index].value.take(cause, priority, startBy)
        let request = pipelines[pipeline].state.requests[index]
        change(pipeline, &turn)
        turn.record(.putRequest(request))
        decide(
            .merge, request.pipeline, cause.trigger, String(line: "\(cause.reason): merged into \(request.id)"),
            explanation, request: request.id, &turn)
        return request.id
    }

    /// Records a decision and returns its id.
    @discardableResult
    mutating func decide(
        _ kind: DecisionRecord.Kind, _ pipeline: PipelineName, _ trigger: TriggerName?, _ summary: String,
        _ explanation: consuming Explanation, request: RequestID? = nil, run: RunID? = nil, dedupeKey: String? = nil,
        _ turn: inout Turn
    ) -> DecisionID {
        counters.decision += 1
        let id = DecisionID(counters.decision)
        turn.record(
            .addDecision(
                DecisionRecord(
                    id: id, pipeline: pipeline, kind: kind, trigger: trigger, request: request, run: run,
                    summary: summary, explanation: explanation, decidedAt: turn.now.wall, dedupeKey: dedupeKey)))
        return id
    }
}

extension Operand {
    fileprivate var hasStartDeadline: Bool {
        if case .schedule(let schedule) = condition { schedule.startDeadline != nil } else { false }
    }

    /// Counted from the slot's own time, however late it is seen; its jitter is a delay that was asked for.
    fileprivate func startDeadline(of slot: Instant?) -> Instant? {
        guard let slot, case .schedule(let schedule) = condition, let limit = schedule.startDeadline else { return nil }
        return slot + schedule.jitter + limit
    }
}

extension RunRequest {
    fileprivate mutating func take(_ cause: Cause, _ priority: Int, _ startBy: Instant?) {
        add(cause)
        self.priority = max(self.priority, priority)
        self.startBy = .earlier(self.startBy, startBy)
    }

    /// A cause that is there already keeps its place and takes the newer words.
    mutating func add(_ cause: Cause) {
        if let index = causes.firstIndex(where: { $0.trigger == cause.trigger }) {
            causes[index] = cause
        } else {
            causes.append(cause)
        }
    }
}

extension PolicyDefinition {
    /// The pending request that a new cause joins; nil: it gets one of its own.
    fileprivate func mergeTarget(among requests: [Shared<RunRequest>]) -> Int? {
        if case .queue(let limit) = overlap, requests.count < limit { return nil }
        return requests.indices.last
    }
}

extension TriggerDefinition {
    fileprivate func lastEvidence(in state: Shared<PipelineState>) -> EvidenceID {
        var last = EvidenceID(0)
        for operand in operands {
            guard let index = state.value.operands.index(forKey: operand.path),
                let evidence = state.value.operands.values[index].latch.map(\.lastEvidence)
            else { continue }
            last = max(last, evidence)
        }
        return last
    }

    /// By when the slots that it rests on must have started.
    fileprivate func startDeadline(in state: Shared<PipelineState>) -> Instant? {
        var deadline: Instant?
        for operand in operands where operand.hasStartDeadline {
            guard let known = state.value.operands[operand.path], known.latch != nil else { continue }
            deadline = .earlier(deadline, operand.startDeadline(of: known.cursor))
        }
        return deadline
    }

    /// Proven losses before data before drift before calendar: what came is used before what is merely due (SEMANTICS 10).
    var ordinaryPriority: Int {
        if operands.contains(where: { if case .newData = $0.condition { true } else { false } }) { return 50 }
        if operands.contains(where: \.condition.isPerformance) { return 70 }
        return operands.contains { $0.condition.isDrift } ? 40 : 30
    }
}
