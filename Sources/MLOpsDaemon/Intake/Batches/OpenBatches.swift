import MLOpsCore
import MLOpsSchedule

/// The open batches of a dataset.
struct OpenBatches {
    private(set) var batches: [[UInt8]: OpenBatch] = [:]
    private var manifests: [[UInt8]: [UInt8]] = [:]
    /// When those were first seen of which it is not known what they name.
    private var unread: [[UInt8]: Int64] = [:]

    subscript(manifest: [UInt8]) -> OpenBatch? {
        get { batches[manifest] }
        set {
            batches[manifest] = newValue
            unread[manifest] = newValue.flatMap { $0.isRead ? nil : $0.since }
        }
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
        unread[manifest] = nil
        return batches.removeValue(forKey: manifest)
    }

    mutating func disturb(_ manifest: [UInt8]) { batches[manifest]?.isDisturbed = true }

    mutating func removeAll() {
        batches = [:]
        manifests = [:]
        unread = [:]
    }

    /// Whether files may be arriving that a manifest names which is not known yet.
    func mayClaim(at uptime: Int64, within deadline: Duration) -> Bool {
        unread.values.contains { uptime - $0 < deadline.microseconds }
    }

    private mutating func release(_ manifest: [UInt8]) {
        for entry in batches[manifest]?.entries ?? [] where manifests[entry] == manifest { manifests[entry] = nil }
    }
}
