import MLOpsCore
import MLOpsLinux

/// What became of a manifest when its files were looked at.
struct BatchJudgement: Sendable {
    enum Outcome: Sendable {
        case judged(BatchManifest, BatchManifest.Standing)
        /// All is there, and the schema forbids a file of it.
        case blocked(BatchManifest, String)
        /// The manifest itself cannot be used.
        case malformed(String)
        /// The manifest is gone or changed meanwhile: its own event tells.
        case outdated
        case indexFailed(StoreError)
    }

    let manifest: RelativePath
    let outcome: Outcome
    /// Digests that were computed, so that the next look need not read the files again.
    let digests: [[UInt8]: ContentDigest]
}
