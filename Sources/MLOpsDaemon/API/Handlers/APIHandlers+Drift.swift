import FoundationEssentials
import MLOpsControl
import MLOpsCore
import MLOpsData
import MLOpsStore
import OrderedCollections

extension APIHandlers {
    func drift(_ name: PipelineName) async throws -> DriftResponse {
        let view = try await view(of: name)
        let triggers = view.definition?.firingTriggers ?? []
        let monitors = try triggers.flatMap { trigger in
            try trigger.operands.compactMap { operand -> DriftMonitorValue? in
                guard case .drift(let condition) = operand.condition else { return nil }
                let target = view.definition?.datasets.first { $0.name == condition.dataset }?.targetColumn
                var value = try monitor(operand.path, condition, of: trigger.name, view.state)
                if let target { try setApart(target, in: &value, condition.dataset, view.state) }
                return value
            }
        }
        return DriftResponse(pipeline: name.text, monitors: monitors)
    }

    private func monitor(
        _ operand: String, _ condition: DriftCondition, of trigger: TriggerName, _ state: PipelineState
    ) throws -> DriftMonitorValue {
        let status = state.operands[operand]?.drift
        let windows = try services.store.windows(state.name, operand, Page(limit: 50))
        var value = DriftMonitorValue(
            trigger: trigger.text, operand: operand, dataset: condition.dataset.text, state: .unknown,
            action: condition.action.rawValue, falseAlarmsPerYear: condition.falseAlarmsPerYear,
            history: windows.map(DriftMonitorValue.Window.init))
        guard let champion = state.champion?.version else {
            value.reason = "there is no model whose training data could be compared with"
            return value
        }
        value.reference = try services.store.reference(state.name, condition.dataset, champion).flatMap { reference in
            guard reference.failure == nil else { return nil }
            return .init(version: champion.description, files: reference.files, rows: reference.rows)
        }
        guard let status, status.state != .unknown else {
            value.reason =
                status?.reason ?? "no \(condition.minSamples) new rows came since \(champion) is in production"
            return value
        }
        value.add(status)
        if let newest = windows.first { value.columns = try newest.columns }
        return value
    }
}

extension APIHandlers {
    private func setApart(
        _ target: String, in value: inout DriftMonitorValue, _ dataset: DatasetName, _ state: PipelineState
    ) throws {
        value.target = .init(name: target, column: value.columns.first { $0.name == target })
        value.columns.removeAll { $0.name == target }
        let reference = try state.champion.flatMap { try services.store.reference(state.name, dataset, $0.version) }
        guard let profile = reference?.profile else { return }
        value.target?.isMissing = try !TableReference(encoded: profile).columns.contains { $0.name == target }
    }
}

extension DriftMonitorValue {
    fileprivate mutating func add(_ status: DriftStatus) {
        state = State(status.state)
        since = Timestamp(status.since)
        windows = status.windows
        strength = status.strength
        isCalibrating = status.isCalibrating
    }
}

extension DriftMonitorValue.State {
    fileprivate init(_ state: DriftStatus.State) {
        switch state {
        case .calm: self = .calm
        case .suspect: self = .suspect
        case .unknown: self = .unknown
        }
    }
}

extension DriftMonitorValue.Window {
    fileprivate init(_ recorded: RecordedWindow) {
        let window = recorded.window
        self.init(
            evidence: recorded.evidence.description, judgedAt: Timestamp(recorded.judgedAt),
            firstSequence: window.firstSequence, lastSequence: window.lastSequence, files: window.files,
            rows: window.rows, reference: window.reference.description, state: .init(window.state),
            isAlarm: window.isAlarm, strength: window.strength, columns: window.columns)
    }
}

extension RecordedWindow {
    fileprivate var columns: [DriftMonitorValue.Column] {
        get throws {
            try JSONDecoder().decode(WindowFigures.self, from: Data(figures.utf8)).columns
                .map { column in
                    .init(
                        name: column.name, status: column.status, p: column.p, psi: column.psi, ks: column.distance,
                        missingShift: column.missingShift, isNegligible: column.isNegligible,
                        strength: column.strength)
                }
                .sorted { $0.strength > $1.strength }
        }
    }
}
