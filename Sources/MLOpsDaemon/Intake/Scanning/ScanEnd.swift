import MLOpsCore
import MLOpsLinux

/// How a scan ended.
struct ScanEnd: Sendable {
    enum Outcome: Sendable {
        case complete(ScanSummary)
        /// The directory cannot be listed, or is not to be believed.
        case unavailable(String)
        /// The configured path leads elsewhere now.
        case moved
        case indexFailed(StoreError)
        case cancelled
    }

    let generation: Int
    /// nil: the whole dataset; else only this directory was listed.
    let part: RelativePath?
    let outcome: Outcome
    /// The directory that was listed.
    let directory: SafeDirectory?
}
