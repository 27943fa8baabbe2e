/// A leaf of a trigger's expression, with latched evidence of its own.
package struct Operand: Hashable, Sendable {
    /// Stable within the pipeline as long as the trigger's shape stays: `nightly`, `nightly.all.0`.
    package var path: String
    package var condition: Condition
    /// How long latched evidence counts; nil: until it is used.
    package var validFor: Duration?

    package init(path: String, condition: Condition, validFor: Duration? = nil) {
        self.path = path
        self.condition = condition
        self.validFor = validFor
    }
}

/// What an operand waits for.
package indirect enum Condition: Hashable, Sendable {
    case schedule(ScheduleCondition)
    case newData(NewDataCondition)
    /// True when the champion was registered at least this long ago; unknown while there is none.
    case modelAge(Duration)
    case pipelineChange(PipelineChangeCondition)
    /// True while the dataset is suspected to have drifted; unknown while there is nothing to compare with.
    case drift(DriftCondition)
    /// True while so many of the last judged windows are over the bound; unknown while too few are judged.
    case performance(PerformanceCondition)
}
