import MLOpsCore

/// What the code thread is told by others.
enum CodeMessage: Sendable {
    case configure([PipelineDefinition])
    /// The watcher has events.
    case watched
    case surveyed(PipelineName, CodeSurvey)
    case rescan
    case wake
    case stop
}
