import MLOpsCore
import MLOpsSchedule

extension CanonicalWriter {
    mutating func write(_ trigger: TriggerDefinition) {
        write(trigger.name.text)
        write(trigger.expression)
        write(trigger.operands) { $0.write($1) }
        write(trigger.firesAlone)
        write(trigger.deadline) { $0.write($1) }
        write(trigger.lapse.rawValue)
        write(trigger.priority) { $0.write(Int64($1)) }
    }

    private mutating func write(_ operand: Operand) {
        write(operand.path)
        write(operand.condition)
        write(operand.validFor) { $0.write($1) }
    }

    private mutating func write(_ condition: Condition) {
        switch condition {
        case .schedule(let schedule):
            write("schedule")
            write(schedule)
        case .newData(let newData):
            write("new_data")
            write(newData)
        case .modelAge(let age):
            write("model_age")
            write(age)
        case .pipelineChange(let change):
            write("pipeline_change")
            write(change.paths) { $0.write($1) }
            write(change.settle)
        case .drift(let drift):
            write("drift")
            write(drift)
        case .performance(let performance):
            write("performance")
            write(performance)
        }
    }

    private mutating func write(_ drift: DriftCondition) {
        write(drift.dataset.text)
        write(drift.falseAlarmsPerYear)
        write(drift.action.rawValue)
        write(drift.minSamples)
        write(drift.phase) { $0.write($1.rawValue) }
        write(drift.zone.name)
        write(drift.columns) { writer, column in
            writer.write(column.name)
            for value in [column.weight, column.minStabilityIndex, column.minDistance, column.minMissing] {
                writer.write(value) { $0.write($1) }
            }
        }
    }

    private mutating func write(_ performance: PerformanceCondition) {
        write(performance.metric)
        write(performance.source.rawValue)
        write(performance.better.rawValue)
        switch performance.bound {
        case .below(let bound):
            write("below")
            write(bound)
        case .above(let bound):
            write("above")
            write(bound)
        case .tolerance(let tolerance):
            write("tolerance")
            write(tolerance)
        case .usual: write("usual")
        }
        write(performance.minSamples)
        write(Int64(performance.breaches))
        write(Int64(performance.windows))
        write(performance.noDataFor) { $0.write($1) }
        // Definitions without it keep the digests that they had.
        if let rate = performance.falseAlarmsPerYear {
            write("false_alarms")
            write(rate)
        }
    }

    /// The expression in its canonical text, which names its zone; the rules of the zone are the machine's affair.
    private mutating func write(_ schedule: ScheduleCondition) {
        write(schedule.expression.description)
        write(schedule.expression.gap.rawValue)
        write(schedule.expression.overlap.rawValue)
        write(schedule.catchUp.rawValue)
        write(schedule.catchUpWindow) { $0.write($1) }
        write(schedule.startDeadline) { $0.write($1) }
        write(schedule.jitter)
    }

    private mutating func write(_ newData: NewDataCondition) {
        write(newData.dataset.text)
        write(newData.minFiles)
        write(newData.minBytes)
        write(newData.minRows)
        write(newData.quietPeriod)
        write(newData.maxWait) { $0.write($1) }
    }

    private mutating func write(_ expression: Expression) {
        switch expression {
        case .operand(let index):
            write("operand")
            write(Int64(index))
        case .all(let elements): write("all", elements)
        case .any(let elements): write("any", elements)
        case .atLeast(let count, let elements):
            write(Int64(count))
            write("at_least", elements)
        case .not(let element): write("not", [element])
        case .sequence(let elements, let within):
            write("seq", elements)
            write(within) { $0.write($1) }
        case .after(let instant):
            write("after")
            write(instant.microseconds)
        }
    }

    private mutating func write(_ kind: String, _ elements: [Expression]) {
        write(kind)
        write(elements) { $0.write($1) }
    }
}
