import MLOpsCore
import MLOpsLinux

/// A path that a scan met and the index does not know as it is.
struct ScanCandidate: Sendable {
    let path: RelativePath
    let look: FileObservation.Look
    /// The `_SUCCESS` of its directory, where the dataset heeds one.
    let success: FileRecord.Fingerprint?
}
