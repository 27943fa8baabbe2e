import Dispatch
import MLOpsCore
import MLOpsLinux

/// A path that a scan met and the index does not know as it is.
struct ScanCandidate: Sendable {
    let path: RelativePath
    let look: FileObservation.Look
    /// The `_SUCCESS` of its directory, where the dataset heeds one.
    let success: FileRecord.Fingerprint?
}

/// A part of what a scan found. The scan waits until its parts are dealt with, so that memory stays bounded.
struct ScanPortion: Sendable {
    let generation: Int
    let candidates: [ScanCandidate]
    let permits: DispatchSemaphore

    func release() { permits.signal() }
}

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

/// A complete scan in numbers.
struct ScanSummary: Sendable {
    /// Entries that could not be looked at, and the first reason.
    var failures = 0
    var firstFailure: String?
}
