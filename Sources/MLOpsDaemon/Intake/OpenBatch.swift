import MLOpsCore
import MLOpsLinux
import MLOpsSchedule

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

/// The open batches of a dataset.
struct OpenBatches {
    private(set) var batches: [[UInt8]: OpenBatch] = [:]
    private var manifests: [[UInt8]: [UInt8]] = [:]

    subscript(manifest: [UInt8]) -> OpenBatch? {
        get { batches[manifest] }
        set { batches[manifest] = newValue }
    }

    /// The manifest that names the file.
    func manifest(naming path: [UInt8]) -> [UInt8]? { manifests[path] }

    mutating func claim(_ entries: [[UInt8]], by manifest: [UInt8]) {
        release(manifest)
        batches[manifest]?.entries = entries
        for entry in entries { manifests[entry] = manifest }
    }

    /// Returns the batch with the files it named.
    @discardableResult
    mutating func close(_ manifest: [UInt8]) -> OpenBatch? {
        release(manifest)
        return batches.removeValue(forKey: manifest)
    }

    mutating func disturb(_ manifest: [UInt8]) { batches[manifest]?.isDisturbed = true }

    mutating func removeAll() {
        batches = [:]
        manifests = [:]
    }

    /// Whether files may be arriving that a manifest names which is not known yet.
    func mayClaim(at uptime: Int64, within deadline: Duration) -> Bool {
        batches.values.contains { !$0.isRead && uptime - $0.since < deadline.microseconds }
    }

    private mutating func release(_ manifest: [UInt8]) {
        for entry in batches[manifest]?.entries ?? [] where manifests[entry] == manifest { manifests[entry] = nil }
    }
}
