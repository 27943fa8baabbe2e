import MLOpsLinux

/// What the intake thread is told by others.
enum IntakeMessage: Sendable {
    case configure([DatasetSetup])
    /// The watcher has events.
    case watched
    /// Events as if they came from the watcher.
    case pretended([WatchEvent])
    /// List every directory again; with doubts, also about what was sent and not yet committed.
    case rescan(withDoubts: Bool)
    /// The clock has moved by other means than passing.
    case wake
    case stop
    case inspect(@Sendable ([IntakeStatus]) -> Void)
    case resolved(DatasetKey, ResolvedRoot)
    case scanned(DatasetKey, ScanPortion)
    case scanEnded(DatasetKey, ScanEnd)
    case examined(DatasetKey, FileExamination)
    case batchJudged(DatasetKey, BatchJudgement)
}
