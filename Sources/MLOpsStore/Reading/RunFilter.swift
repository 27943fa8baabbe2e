package import MLOpsCore

/// Which runs a list holds.
package struct RunFilter: Hashable, Sendable {
    package enum Outcome: String, Sendable, CaseIterable {
        case active, succeeded, refused, failed, cancelled
    }

    package var pipeline: PipelineName?
    package var outcome: Outcome?

    package init(pipeline: PipelineName? = nil, outcome: Outcome? = nil) {
        self.pipeline = pipeline
        self.outcome = outcome
    }
}
