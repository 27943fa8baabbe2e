import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// Why the pipeline, or one trigger of it, does not start a run now, and what is missing.
    package func explainInaction(
        of pipeline: PipelineName, trigger: TriggerName?, at now: Moment
    ) -> Result<[Explanation], Reply.Refusal> {
        guard let index = known(pipeline) else { return .failure(.unknown(pipeline)) }
        let state = pipelines[index].state
        guard let definition = pipelines[index].definition?.definition else {
            return .success([
                Explanation(
                    subject: "definition", verdict: .false, text: "disabled: \(state.disabled ?? "not loaded")",
                    missing: "a valid file; mlopsctl check says what is wrong")
            ])
        }
        let triggers = definition.triggers.filter { trigger == nil || $0.name == trigger }
        if let trigger, triggers.isEmpty {
            let names = definition.triggers.map(\.name.text).joined(separator: ", ")
            return .failure(
                .init(
                    .notFound, "pipeline \"\(pipeline)\" has no trigger \"\(trigger)\"", hint: "its triggers: \(names)")
            )
        }
        return .success(
            explainPending(of: index, definition.policy, at: now)
                + triggers.map { trigger in
                    var explanation = explain(trigger, state, at: now)
                    // Whenever that one comes true, no run starts for it.
                    if !trigger.firesAlone || trigger.onlyTells { explanation.next = nil }
                    return explanation
                })
    }

    private func explainHolds(
        on request: Shared<RunRequest>, _ pipeline: PipelineIndex, _ policy: PolicyDefinition, at now: Moment
    ) -> [Explanation] {
        holds(on: request, pipeline, policy, at: now).map { $0.explanation(request.pipeline, policy, host, at: now) }
    }

    private func explainPending(of pipeline: PipelineIndex, _ policy: PolicyDefinition, at now: Moment) -> [Explanation]
    {
        let state = pipelines[pipeline].state
        var pending = state.requests.map { request in
            let holds = explainHolds(on: request, pipeline, policy, at: now)
            return Explanation(
                subject: "request \(request.id)", verdict: .false, text: "\(request.reason): waits",
                missing: holds.first?.missing, next: Prospect.of(holds.count, among: holds.map(\.prospect)).instant,
                children: holds)
        }
        if let pause = state.pause, state.requests.isEmpty {
            pending.append(
                Explanation(
                    subject: "pause", verdict: .false, text: "paused by \(pause.by.name)",
                    missing: "mlopsctl resume \(state.name)", next: pause.until))
        }
        return pending
    }

    func explainDemand(of pipeline: PipelineIndex, _ policy: PolicyDefinition, at now: Moment) -> Explanation {
        let name = pipelines[pipeline].state.name
        let request = Shared(
            RunRequest(
                id: RequestID(0), pipeline: name, createdAt: now, causes: [], priority: 100, isOnDemand: true))
        let holds = explainHolds(on: request, pipeline, policy, at: now)
        let pause = pipelines[pipeline].state.pause.map { "; the pause by \($0.by.name) holds triggers alone" } ?? ""
        return Explanation(
            subject: "run \(name)", verdict: holds.isEmpty ? .true : .false,
            text: (holds.isEmpty ? "it would start at once" : "it would wait: \(holds[0].text)") + pause,
            missing: holds.first?.missing, children: holds)
    }

    /// The tree of the trigger's expression with what each part was judged by.
    package func explain(_ trigger: TriggerDefinition, _ state: PipelineState, at now: Moment) -> Explanation {
        let evaluation = TriggerEvaluation(trigger: PreparedTrigger(trigger), state: Shared(state), now: now)
        var explanation = explain(trigger.expression, evaluation, state)
        if trigger.onlyTells {
            explanation.verdict = explanation.verdict == .true ? .false : explanation.verdict
            explanation.missing = "nothing: its action is evaluate, which tells and starts no run"
        }
        if !trigger.firesAlone {
            explanation.missing = "nothing: it only serves combinations, and does not start runs alone"
        }
        guard explanation.subject != trigger.name.text else { return explanation }
        if explanation.children.isEmpty {
            explanation.subject = trigger.name.text
            return explanation
        }
        return Explanation(
            subject: trigger.name.text, verdict: explanation.verdict, text: explanation.text,
            missing: explanation.missing, next: explanation.next, children: explanation.children)
    }

    private func explain(
        _ expression: Expression, _ evaluation: TriggerEvaluation, _ state: PipelineState
    ) -> Explanation {
        let judgement = evaluation.judge(expression)
        func node(
            _ subject: String, _ parts: [Expression], _ text: String, _ prospect: ([Explanation]) -> Prospect
        ) -> Explanation {
            let children = parts.map { explain($0, evaluation, state) }
            let missing = children.filter { $0.verdict != .true }.compactMap(\.missing).joined(separator: "; ")
            return Explanation(
                subject: subject, verdict: judgement.verdict, text: text,
                missing: judgement.verdict == .true || missing.isEmpty ? nil : missing,
                next: judgement.verdict == .true ? nil : prospect(children).instant, children: children)
        }
        func count(_ needed: Int) -> ([Explanation]) -> Prospect {
            { Prospect.of(needed, among: $0.map(\.prospect)) }
        }
        switch expression {
        case .operand(let index): return explain(evaluation.trigger.definition.operands[index], evaluation, state)
        case .all(let parts): return node("all", parts, "all of \(parts.count)", count(parts.count))
        case .any(let parts): return node("any", parts, "any of \(parts.count)", count(1))
        case .atLeast(let needed, let parts):
            return node("at_least", parts, "\(needed) of \(parts.count)", count(needed))
        // When evidence ends that makes a part true, nothing tells.
        case .not(let part): return node("not", [part], "the contrary") { _ in .open }
        case .sequence(let parts, let within):
            let moments = parts.map { evaluation.judge($0).since }
            return node("seq", parts, "in this order" + (within.map { " within \($0.text)" } ?? "")) { children in
                let links = zip(children, moments).map { child, since in
                    Prospect.Link(since: since, isTrue: child.verdict == .true, next: Prospect(child.next))
                }
                return Prospect.of(sequence: links, within: within)
            }
        case .after(let instant):
            return Explanation(
                subject: "after", verdict: judgement.verdict, text: "from \(instant.rfc3339) on", next: judgement.next)
        }
    }

    private func explain(
        _ operand: Operand, _ evaluation: TriggerEvaluation, _ state: PipelineState
    ) -> Explanation {
        let judgement = evaluation.judge(operand)
        let latch = evaluation.latch(of: operand)
        switch operand.condition {
        case .schedule(let schedule):
            let next = nextOccurrence(of: operand, state)
            return Explanation(
                subject: operand.path, verdict: judgement.verdict,
                text: latch == nil ? "no slot of \"\(schedule.expression)\" is waiting" : "a slot has passed",
                missing: latch == nil ? "the next slot" : nil, next: next)
        case .newData(let condition): return explain(condition, operand, latch, judgement, evaluation)
        case .modelAge(let age):
            return Explanation(
                subject: operand.path, verdict: judgement.verdict,
                text: explainAge(age, state, at: evaluation.now),
                missing: judgement.verdict == .unknown ? "a first model" : nil,
                next: nextOccurrence(of: operand, state))
        case .drift(let condition):
            return explain(condition, operand, state.operands[operand.path]?.drift, judgement, state)
        case .performance(let condition):
            return explain(
                condition, operand, state.operands[operand.path]?.performance, judgement, state)
        case .pipelineChange:
            // What changes before it was first read is how it was.
            let calm =
                state.observedCode == nil
                ? "the code is not read yet" : "definition and code are what the last run used"
            return Explanation(
                subject: operand.path, verdict: judgement.verdict,
                text: latch == nil ? calm : "definition or code changed", missing: latch == nil ? "a change" : nil)
        }
    }

    private func explainAge(_ age: Duration, _ state: PipelineState, at now: Moment) -> String {
        guard let champion = state.champion else { return "there is no champion yet" }
        let elapsed = now.elapsed(since: champion.agesSince)
        return "champion \(champion.version) is \(elapsed.text) old, limit \(age.text)"
    }

    private func explain(
        _ condition: NewDataCondition, _ operand: Operand, _ latch: Latch?,
        _ judgement: TriggerEvaluation.Judgement, _ evaluation: TriggerEvaluation
    ) -> Explanation {
        var values = [Explanation.Value("files", "\(latch?.files ?? 0) of \(condition.minFiles)")]
        if condition.minBytes > 0 { values.append(.init("bytes", "\(latch?.bytes ?? 0) of \(condition.minBytes)")) }
        if condition.minRows > 0 { values.append(.init("rows", "\(latch?.rows ?? 0) of \(condition.minRows)")) }
        var missing: [String] = []
        let counted = latch ?? Latch(evidence: EvidenceID(0), at: evaluation.now)
        if counted.files < condition.minFiles { missing.append((condition.minFiles - counted.files).counted("file")) }
        if counted.bytes < condition.minBytes { missing.append("\(condition.minBytes - counted.bytes) bytes") }
        if counted.rows < condition.minRows { missing.append((condition.minRows - counted.rows).counted("row")) }
        if missing.isEmpty, judgement.verdict != .true { missing.append("quiet for \(condition.quietPeriod.text)") }
        let blind = evaluation.state.value.datasets[condition.dataset]?.unavailable
        return Explanation(
            subject: operand.path, verdict: judgement.verdict,
            text: blind.map { "dataset \"\(condition.dataset)\" is unavailable: \($0)" }
                ?? "new data in \"\(condition.dataset)\"",
            values: values, missing: judgement.verdict == .true ? nil : missing.joined(separator: ", "),
            next: judgement.next)
    }
}

extension Explanation {
    fileprivate var prospect: Prospect { verdict == .true ? .present : Prospect(next) }
}
