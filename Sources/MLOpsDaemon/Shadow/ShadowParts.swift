import Logging
import MLOpsCore
import MLOpsStore

/// What a trial in the shadow needs of the daemon.
struct ShadowParts: Sendable {
    let state: String
    let models: ModelStore
    let record: SQLiteMetadataStore
    /// What the champion predicted, and the labels; nil: nothing was followed yet.
    let predictions: @Sendable (PipelineName) -> PredictionStore?
    let rows: any RowSource
    let base: BaseEnvironment
    let units: CommandUnits?
    let now: @Sendable () -> Moment
    let log: Logger
    let answer: @Sendable (Event) -> Void

    func directory(of pipeline: PipelineName) -> String { "\(state)/shadows/\(pipeline)" }
}
