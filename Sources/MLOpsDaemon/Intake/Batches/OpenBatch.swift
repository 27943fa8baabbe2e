import MLOpsCore
import MLOpsLinux

/// A manifest whose files are not all there yet, or that is still being written itself.
struct OpenBatch {
    let manifest: RelativePath
    /// Uptime in microseconds.
    let since: Int64
    /// The manifest's state when it was found to be whole; nil: it is not.
    var fingerprint: FileRecord.Fingerprint?
    /// The files it names.
    var entries: [[UInt8]] = []
    /// Whether it is known which files it names.
    var isRead = false
    var isJudging = false
    /// Whether something happened since it was last judged.
    var isDisturbed = true
    /// Uptime before which it is not judged again: many files that come one by one must not cost a look at all of them
    /// each.
    var notBefore: Int64 = 0
    var judgedAt: Int64 = 0
    /// Whether people were told that the batch is incomplete.
    var isReported = false
    var digests: [[UInt8]: ContentDigest] = [:]
}
