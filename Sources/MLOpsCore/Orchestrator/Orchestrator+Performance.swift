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
        pipelines[pipeline].state.operands[path, default: .init(shape: operand.shape)].performance =
            .init(status: status, since: former?.status.state == status.state ? former?.since ?? turn.now : turn.now)
        change(pipeline, &turn)
        judgeLater(pipeline, &turn)
        tell(of: status, former?.status, trigger, operand, name, &turn)
        if status.state != .breached {
            let reason = status.state == .met ? "the bound is met again" : "the performance is unknown"
            dropLatch(path, of: pipeline, .withdrawn(reason), &turn)
        }
        note(status, former?.status, trigger, operand, pipeline, &turn)
    }

    /// A window that was judged, or judged otherwise than before, is evidence.
    private mutating func note(
        _ status: PerformanceStatus, _ former: PerformanceStatus?, _ trigger: TriggerDefinition, _ operand: Operand,
        _ pipeline: PipelineIndex, _ turn: inout Turn
    ) {
        guard let window = status.judged, window != former?.judged || status.state != former?.state else { return }
        let id = addEvidence(.performanceJudged(status), of: pipeline, &turn)
        if status.state == .breached {
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
        guard (former?.state == .breached) != (status.state == .breached) else { return }
        let isBreached = status.state == .breached
        let text = status.text(of: condition)
        turn.tell(
            Notice(
                isBreached ? .performanceBreached : .performanceMet, name, text, trigger: trigger.name,
                version: status.version))
    }

    /// What was known of another version says nothing of the new champion.
    mutating func forgetPerformance(of pipeline: PipelineIndex, for version: ModelVersionID, _ turn: inout Turn) {
        guard let prepared = pipelines[pipeline].definition, !prepared.performanceOperands.isEmpty else { return }
        dropLatches(of: pipeline, .withdrawn("\(version) was promoted"), &turn, where: \.isPerformance)
        for (_, operand) in prepared.performanceOperands {
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
        guard let status = known?.status else {
            explanation.text = "no predictions of the model in production were judged yet"
            explanation.missing = "predictions and their labels"
            return explanation
        }
        explanation.text = status.text(of: condition)
        explanation.values = status.values(of: condition)
        if judgement.verdict != .true { explanation.missing = status.missing(of: condition) }
        return explanation
    }
}

extension PreparedDefinition {
    /// The operands that look at the performance, each with its trigger.
    var performanceOperands: [(trigger: TriggerDefinition, operand: Operand)] {
        firingTriggers.flatMap { trigger in
            trigger.operands.filter(\.condition.isPerformance).map { (trigger, $0) }
        }
    }
}

extension Condition {
    package var isPerformance: Bool { if case .performance = self { true } else { false } }
}
