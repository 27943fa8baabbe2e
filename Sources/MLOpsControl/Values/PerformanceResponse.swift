/// What the models of a pipeline said and what came true, by windows of time.
package struct PerformanceResponse: Codable, Sendable, Hashable {
    package var pipeline: String
    /// binary, multiclass or regression; nil: metrics are only pushed.
    package var task: String?
    /// From the earliest on, the versions of a window one after another; then values that were pushed, each a window
    /// without length.
    package var windows: [PerformanceWindowValue]
    /// One for each place in the triggers that waits for performance.
    package var triggers: [PerformanceTriggerValue]
    /// What the first trigger that asks for a proof of harm is told; nil: none does, or nothing is live.
    package var harm: HarmValue?
    /// What windows whose labels are still to come are estimated at; nil: none is.
    package var estimate: EstimateValue?
    package var join: JoinValue
    /// Files that can not be read on.
    package var problems: [String]

    package init(
        pipeline: String, task: String?, windows: [PerformanceWindowValue] = [],
        triggers: [PerformanceTriggerValue] = [], harm: HarmValue? = nil, estimate: EstimateValue? = nil,
        join: JoinValue,
        problems: [String] = []
    ) {
        self.pipeline = pipeline
        self.task = task
        self.windows = windows
        self.triggers = triggers
        self.harm = harm
        self.estimate = estimate
        self.join = join
        self.problems = problems
    }
}
