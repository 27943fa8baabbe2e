import Dispatch
import MLOpsCore

/// What the datasets of one intake thread share.
struct IntakeContext {
    let effects: IntakeEffects
    let index: any FileIndex
    let limits: IntakeLimits
    /// Where a configured path leads; may never return when a server is dead.
    let resolve: @Sendable (String) -> ResolvedRoot.Place
    let post: @Sendable (IntakeMessage) -> Void
    /// The `mlopsd-profile` program, for datasets with a schema.
    var profiler = ""
    let watches: WatchRegistry<DatasetKey>
    /// Local directories are listed and files read two at a time.
    let listings = DispatchSemaphore(value: 2)
    let readings = DispatchSemaphore(value: 2)

    var now: Moment { effects.now() }
}
