package import MLOpsCore
package import MLOpsSchedule

/// What a screen about many pipelines needs of their history, as it is at one moment.
package struct Overview: Sendable {
    /// When a trigger last led to a request, and the run that came of it.
    package struct Wish: Hashable, Sendable {
        package let at: Instant
        package let run: RunID?
    }

    /// Of each pipeline that had one.
    package var newestRuns: [PipelineName: Run] = [:]
    package var wishes: [PipelineName: [TriggerName: Wish]] = [:]
    /// Failed and refused runs that no success of the same pipeline has followed, newest first.
    package var failures: [Run] = []
}
