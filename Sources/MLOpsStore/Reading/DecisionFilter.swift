package import MLOpsCore

/// Which decisions a list holds.
package struct DecisionFilter: Hashable, Sendable {
    package var pipeline: PipelineName?
    /// Only together with `pipeline`, whose trigger it is.
    package var trigger: TriggerName?
    package var run: RunID?

    package init(pipeline: PipelineName? = nil, trigger: TriggerName? = nil, run: RunID? = nil) {
        self.pipeline = pipeline
        self.trigger = trigger
        self.run = run
    }
}
