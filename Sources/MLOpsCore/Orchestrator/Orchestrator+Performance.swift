import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// Takes a judgement into account that is of the present champion and says something new.
    mutating func performanceJudged(
        _ status: PerformanceStatus, by path: String, in name: PipelineName, _ turn: inout Turn
    ) {
        guard let pipeline = index(of: name), let prepared = pipelines[pipeline].definition,
            pipelines[pipeline].state.champion?.version == status.version,
            let (trigger, operand) = prepared.performanceOperands.first(where: { $0.operand.path == path })
        else { return }
        let former = pipelines[pipeline].state.operands[path]?.performance
        guard former?.status != status else { return }
        var known = former ?? .init(status: status, since: turn.now)
        if known.status.state != status.state { known.since = turn.now }
        known.status = status
        pipelines[pipeline].state.operands[path, default: .init(shape: operand.shape)].performance = known
        change(pipeline, &turn)
        judgeLater(pipeline, &turn)
        tell(of: status, former?.status, trigger, operand, name, &turn)
        if !status.asks, former?.status.asks == true {
            dropLatch(path, of: pipeline, .withdrawn(status.retraction), &turn)
            withdrawRequests(of: trigger, pipeline, because: status.retraction, &turn)
        }
        note(status, former?.status, trigger, operand, pipeline, &turn)
        if status.state == .breached, case .performance(let condition) = operand.condition {
            harmProven(of: status.version, status.text(of: condition), pipeline, &turn)
        }
    }

    /// What was proven while a deployment was under way is said once, and was not acted upon then.
    mutating func lookAgainForHarm(_ pipeline: PipelineIndex, _ turn: inout Turn) {
        for (_, operand) in pipelines[pipeline].definition?.performanceOperands ?? [] {
            guard case .performance(let condition) = operand.condition,
                let status = pipelines[pipeline].state.operands[operand.path]?.performance?.status,
                status.state == .breached
            else { continue }
            harmProven(of: status.version, status.text(of: condition), pipeline, &turn)
        }
    }

    /// A window that was judged, or judged otherwise than before, is evidence.
    private mutating func note(
        _ status: PerformanceStatus, _ former: PerformanceStatus?, _ trigger: TriggerDefinition, _ operand: Operand,
        _ pipeline: PipelineIndex, _ turn: inout Turn
    ) {
        guard let window = status.judged,
            window != former?.judged || status.state != former?.state || status.asks != former?.asks
        else { return }
        let id = addEvidence(.performanceJudged(status), of: pipeline, &turn)
        let brake = pipelines[pipeline].state.operands[operand.path]?.performance?.brake(at: window)
        if status.state == .breached, let objection = status.harm?.objection ?? brake {
            recordUse(
                of: id, pipeline, trigger: trigger.name, operand: operand.path, .suppressed(objection), &turn)
        } else if status.state == .breached {
            latch(id, of: pipeline, trigger: trigger.name, operand: operand, &turn)
        } else {
            recordUse(
                of: id, pipeline, trigger: trigger.name, operand: operand.path,
                .suppressed(status.state.rawValue), &turn)
        }
    }

    private func tell(
        of status: PerformanceStatus, _ former: PerformanceStatus?, _ trigger: TriggerDefinition, _ operand: Operand,
        _ name: PipelineName, _ turn: inout Turn
    ) {
        guard case .performance(let condition) = operand.condition else { return }
        if status.isSilent, former?.isSilent != true, let silence = condition.noDataFor {
            let text = "no predictions of \"\(name)\" came for \(silence.text)"
            turn.tell(Notice(.predictionsMissing, name, text, trigger: trigger.name, version: status.version))
        }
        tellOfSuspicion(status, former, condition, trigger, &turn)
        guard (former?.state == .breached) != (status.state == .breached) else { return }
        let isBreached = status.state == .breached
        let text = status.text(of: condition)
        turn.tell(
            Notice(
                isBreached ? .performanceBreached : .performanceMet, name, text, trigger: trigger.name,
                version: status.version))
    }

    /// A candidate was refused: what asked for it waits longer each time before it asks again.
    mutating func noteRefusal(of run: Shared<Run>, _ pipeline: PipelineIndex, _ turn: inout Turn) {
        guard let prepared = pipelines[pipeline].definition else { return }
        for (trigger, operand) in prepared.performanceOperands
        where run.request.causes.contains(where: { $0.trigger == trigger.name }) {
            guard var known = pipelines[pipeline].state.operands[operand.path]?.performance else { continue }
            known.refusals += 1
            known.refusedAfter = known.status.judged?.end
            pipelines[pipeline].state.operands[operand.path]?.performance = known
            change(pipeline, &turn)
        }
    }

    /// Ends what waits and was asked for by the performance alone, which asks no more.
    private mutating func withdrawRequests(
        of trigger: TriggerDefinition, _ pipeline: PipelineIndex, because reason: String, _ turn: inout Turn
    ) {
        guard trigger.operands.allSatisfy(\.condition.isPerformance) else { return }
        for request in pipelines[pipeline].state.requests
        where !request.isOnDemand && request.causes.allSatisfy({ $0.trigger == trigger.name }) {
            withdraw(request, of: pipeline, .withdrawn(reason), .withdrawn(reason), &turn)
            turn.tell(
                Notice(
                    .requestExpired, request.pipeline,
                    "request \(request.id) is not started: \(reason); \(request.reason)", trigger: trigger.name))
        }
    }

    /// What was known of another version says nothing of the new champion.
    mutating func forgetPerformance(of pipeline: PipelineIndex, for version: ModelVersionID, _ turn: inout Turn) {
        guard let prepared = pipelines[pipeline].definition, !prepared.performanceOperands.isEmpty else { return }
        let reason = "\(version) was promoted"
        dropLatches(of: pipeline, .withdrawn(reason), &turn, where: \.isPerformance)
        for trigger in prepared.firingTriggers where trigger.operands.contains(where: \.condition.isPerformance) {
            withdrawRequests(of: trigger.definition, pipeline, because: reason, &turn)
        }
        for (trigger, operand) in prepared.performanceOperands {
            let former = pipelines[pipeline].state.operands[operand.path]?.performance?.status
            if let former, former.estimate?.isSuspect == true { tellOfTrust(former.version, reason, trigger, &turn) }
            pipelines[pipeline].state.operands[operand.path]?.performance = nil
        }
        judgeLater(pipeline, &turn)
    }
}

extension Orchestrator {
    func explain(
        _ condition: PerformanceCondition, _ operand: Operand, _ known: PipelineState.Performance?,
        _ judgement: TriggerEvaluation.Judgement, _ state: PipelineState
    ) -> Explanation {
        var explanation = Explanation(subject: operand.path, verdict: judgement.verdict, text: "")
        guard state.champion != nil else {
            explanation.text = "there is no champion whose performance could be judged"
            explanation.missing = "a first model"
            return explanation
        }
        guard let known else {
            explanation.text = "no predictions of the model in production were judged yet"
            explanation.missing = "predictions and their labels"
            return explanation
        }
        let status = known.status
        explanation.text = status.text(of: condition)
        if status.state == .breached, let brake = status.judged.flatMap(known.brake) {
            explanation.text += "; " + brake
        }
        explanation.values = status.values(of: condition)
        if judgement.verdict != .true { explanation.missing = status.missing(of: condition) }
        if let weighed = status.harm?.explanation(of: operand.path) { explanation.children.append(weighed) }
        if let estimate = status.estimate {
            explanation.children.append(estimate.explanation(of: operand.path, condition))
        }
        return explanation
    }
}

extension PipelineState.Performance {
    /// More refusals make it wait no longer.
    private static let mostDoublings = 6
    /// What a window without length counts as.
    private static let leastWait: Duration = .seconds(3600)

    /// Why a breach asks for no run yet: after the first refused candidate it waits for two more windows, after the next
    /// for four, and so on; nil: it may ask.
    func brake(at window: PerformanceWindow) -> String? {
        guard refusals > 0, let refusedAfter else { return nil }
        let length = max(window.end - window.start, Self.leastWait)
        let earliest = refusedAfter + length * (1 << min(refusals, Self.mostDoublings))
        guard window.end < earliest else { return nil }
        return "\(Int64(refusals).counted("candidate")) for this cause refused; asks again with windows from "
            + earliest.rfc3339
    }
}

extension Condition {
    package var isPerformance: Bool { if case .performance = self { true } else { false } }
}
