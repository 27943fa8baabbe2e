import MLOpsSchedule
import OrderedCollections

extension Orchestrator {
    /// Has what arrived compared with the training data of the champion, if a trigger asks for it.
    ///
    /// - Parameter dataset: the one that data arrived in; nil: any.
    mutating func watchDrift(of pipeline: PipelineIndex, in dataset: DatasetName? = nil, _ turn: inout Turn) {
        guard let prepared = pipelines[pipeline].definition, prepared.watchesDrift,
            let champion = pipelines[pipeline].state.champion
        else { return }
        if let dataset, prepared.driftOperands(on: dataset).isEmpty { return }
        turn.perform(.watchDrift(prepared.shared, reference: champion.version))
    }

    /// Takes a judgement into account that is news: one that was recorded already, and one by the data of another
    /// champion than the present one, is not recorded.
    mutating func windowJudged(_ judgement: WindowJudgement, in name: PipelineName, _ turn: inout Turn) {
        let window = judgement.window
        guard let pipeline = index(of: name), let prepared = pipelines[pipeline].definition,
            pipelines[pipeline].state.champion?.version == window.reference,
            let (trigger, operand) = prepared.driftOperands(on: window.dataset)
                .first(where: { $0.operand.path == judgement.operand }),
            pipelines[pipeline].state.operands[judgement.operand]?.isNews(window) ?? true
        else { return }
        let id = addEvidence(.windowJudged(window), of: pipeline, &turn)
        turn.record(.putWindow(id, name, judgement, at: turn.now.wall))
        update(operand, of: trigger, pipeline, with: window, &turn)
        if window.isAlarm, !trigger.onlyTells {
            latch(id, of: pipeline, trigger: trigger.name, operand: operand, &turn)
        } else {
            recordUse(
                of: id, pipeline, trigger: trigger.name, operand: operand.path,
                .suppressed(window.isAlarm ? "action is evaluate" : window.state.rawValue), &turn)
        }
        judgeLater(pipeline, &turn)
    }

    private mutating func update(
        _ operand: Operand, of trigger: TriggerDefinition, _ pipeline: PipelineIndex, with window: DriftWindow,
        _ turn: inout Turn
    ) {
        let former = pipelines[pipeline].state.operands[operand.path]?.drift
        var status = DriftStatus(reference: window.reference, state: window.state, since: turn.now)
        if let former, former.state == window.state { status.since = former.since }
        status.windows = (former?.windows ?? 0) + 1
        status.through = window.lastSequence
        status.strength = window.strength
        status.columns = window.isAlarm ? window.columns : window.state == .suspect ? former?.columns ?? [] : []
        status.isCalibrating = window.isCalibrating
        pipelines[pipeline].state.operands[operand.path, default: .init(shape: operand.shape)].note(status)
        guard (former?.state == .suspect) != (window.state == .suspect) else { return }
        tell(of: status, window.dataset, trigger, pipeline, &turn)
        guard window.state != .suspect else { return }
        dropLatch(operand.path, of: pipeline, .withdrawn("the data are calm again"), &turn)
    }

    private func tell(
        of status: DriftStatus, _ dataset: DatasetName, _ trigger: TriggerDefinition, _ pipeline: PipelineIndex,
        _ turn: inout Turn
    ) {
        let name = pipelines[pipeline].state.name
        let isSuspect = status.state == .suspect
        let text =
            isSuspect
            ? "dataset \"\(dataset)\" drifted from the training data of \(status.reference)\(status.blame)"
            : "dataset \"\(dataset)\" is as the training data of \(status.reference) again"
        turn.tell(Notice(isSuspect ? .driftSuspected : .driftCalmed, name, text, trigger: trigger.name))
    }

    mutating func referenceMissing(
        _ version: ModelVersionID, of dataset: DatasetName, in name: PipelineName, _ reason: String,
        _ turn: inout Turn
    ) {
        guard let pipeline = index(of: name), let prepared = pipelines[pipeline].definition,
            pipelines[pipeline].state.champion?.version == version
        else { return }
        var isNew = false
        for (_, operand) in prepared.driftOperands(on: dataset) {
            let former = pipelines[pipeline].state.operands[operand.path]?.drift
            guard former?.state != .unknown || former?.reason != reason else { continue }
            isNew = true
            pipelines[pipeline].state.operands[operand.path, default: .init(shape: operand.shape)].drift =
                DriftStatus(reference: version, state: .unknown, since: turn.now, reason: reason)
        }
        guard isNew else { return }
        change(pipeline, &turn)
        judgeLater(pipeline, &turn)
        turn.tell(
            Notice(
                .referenceMissing, name,
                "drift in \"\(dataset)\" is not watched: the training data of \(version) can not be compared with: "
                    + reason, version: version))
    }

    /// The data are compared with what the new champion was trained on; what was suspected of the old one is moot.
    mutating func changeReference(of pipeline: PipelineIndex, to version: ModelVersionID, _ turn: inout Turn) {
        forgetPerformance(of: pipeline, for: version, &turn)
        guard let prepared = pipelines[pipeline].definition, prepared.watchesDrift else { return }
        dropLatches(of: pipeline, .withdrawn("\(version) was promoted"), &turn, where: \.isDrift)
        for trigger in prepared.firingTriggers {
            for operand in trigger.operands where operand.condition.isDrift {
                pipelines[pipeline].state.operands[operand.path]?.drift = nil
            }
        }
        judgeLater(pipeline, &turn)
        watchDrift(of: pipeline, &turn)
    }
}

extension Orchestrator {
    func explain(
        _ condition: DriftCondition, _ operand: Operand, _ drift: DriftStatus?,
        _ judgement: TriggerEvaluation.Judgement, _ state: PipelineState
    ) -> Explanation {
        var explanation = Explanation(subject: operand.path, verdict: judgement.verdict, text: "")
        guard let champion = state.champion else {
            explanation.text = "there is no champion whose training data could be compared with"
            explanation.missing = "a first model"
            return explanation
        }
        guard let drift, drift.state != .unknown else {
            explanation.text =
                drift?.reason ?? "no window of \"\(condition.dataset)\" was compared with \(champion.version) yet"
            explanation.missing = "\(condition.minSamples) rows of new data"
            return explanation
        }
        explanation.text = drift.text(of: condition.dataset)
        explanation.values = [
            .init("evidence", "\(Int((drift.strength * 100).rounded())) % of an alarm"),
            .init("windows", "\(drift.windows)"),
            .init("false_alarms", "\(condition.falseAlarmsPerYear)/year"),
        ]
        if judgement.verdict == .false { explanation.missing = "evidence of drift up to 100 %" }
        return explanation
    }
}

extension PreparedDefinition {
    /// The operands that watch the dataset, each with its trigger.
    func driftOperands(on dataset: DatasetName) -> [(trigger: TriggerDefinition, operand: Operand)] {
        firingTriggers.flatMap { trigger in
            trigger.operands.compactMap { operand in
                guard case .drift(let drift) = operand.condition, drift.dataset == dataset else { return nil }
                return (trigger.definition, operand)
            }
        }
    }
}

extension TriggerDefinition {
    /// Whether an alarm of its one operand is told and recorded, and is no evidence.
    var onlyTells: Bool {
        guard operands.count == 1, case .operand = expression, case .drift(let drift) = operands[0].condition else {
            return false
        }
        return drift.action == .evaluate
    }
}

extension PipelineState.OperandState {
    /// As many as champions can be gone back to.
    private static let referencesKept = 21

    /// Whether the window is not judged yet by its reference.
    fileprivate func isNews(_ window: DriftWindow) -> Bool {
        let through = judged?.first { $0.reference == window.reference }?.through
        return (through ?? 0) < window.firstSequence
    }

    fileprivate mutating func note(_ status: DriftStatus) {
        drift = status
        var kept = (judged ?? []).filter { $0.reference != status.reference }.suffix(Self.referencesKept - 1)
        kept.append(.init(reference: status.reference, through: status.through))
        judged = Array(kept)
    }
}

extension DriftStatus {
    /// The columns to blame, for the end of a sentence.
    var blame: String {
        guard !columns.isEmpty else { return "" }
        let named = columns.prefix(3).joined(separator: ", ")
        return columns.count > 3 ? ": \(named) and \(columns.count - 3) more" : ": " + named
    }

    fileprivate func text(of dataset: DatasetName) -> String {
        let since = " since \(since.wall.rfc3339)"
        let calibrating = isCalibrating ? "; too few windows of the reference to know how far apart they are" : ""
        return state == .suspect
            ? "\"\(dataset)\" is suspect\(since)\(blame)\(calibrating)"
            : "\"\(dataset)\" is as the training data of \(reference)\(calibrating)"
    }
}

extension Condition {
    package var isDrift: Bool { if case .drift = self { true } else { false } }
    package var isSchedule: Bool { if case .schedule = self { true } else { false } }
}
