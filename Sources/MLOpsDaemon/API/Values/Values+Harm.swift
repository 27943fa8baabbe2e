import MLOpsControl
import MLOpsCore

extension HarmValue {
    init(_ status: HarmStatus, _ operand: Operand, _ condition: PerformanceCondition) {
        self.init(
            operand: operand.path, metric: condition.metric, phase: .init(status.phase), rows: status.rows,
            missingRows: status.missingRows, windows: status.windows, through: status.through.map { Timestamp($0) },
            evidence: status.evidence, falseAlarmsPerYear: status.falseAlarmsPerYear,
            rowsPerFalseAlarm: status.rowsPerFalseAlarm, usual: status.usual, tolerance: status.tolerance,
            present: status.present, since: status.since.map { Timestamp($0) },
            provenAt: status.provenAt.map { Timestamp($0) }, worth: status.worth.map(Worth.init),
            objection: status.objection)
    }
}

extension HarmValue.Worth {
    fileprivate init(_ worth: HarmStatus.Worth) {
        self.init(
            cost: worth.cost, worth: worth.worth, lost: worth.lost, surelyLost: worth.surelyLost,
            lossPerRow: worth.rate, lasting: worth.lasting, age: worth.age, isWorthIt: worth.isWorthIt)
    }
}

extension HarmValue.Phase {
    fileprivate init(_ phase: HarmStatus.Phase) {
        switch phase {
        case .learning: self = .learning
        case .watching: self = .watching
        case .harmed: self = .harmed
        }
    }
}
