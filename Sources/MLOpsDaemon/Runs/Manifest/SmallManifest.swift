import MLOpsCore
import MLOpsLinux
import MLOpsStore

/// The manifest of small datasets, in memory: what it comes to is known before it is written.
struct SmallManifest: ManifestSink, Sendable {
    private enum Part: Sendable {
        case dataset(DatasetName, root: String)
        case file(FrozenFile)
        case exclusion([UInt8], reason: String)
    }

    private var parts: [Part] = []
    private var dataset = DatasetName("")
    private var digest = ManifestDigest()
    private var counts = ManifestSummary(files: 0, newFiles: 0, bytes: 0, digest: "")

    var summary: ManifestSummary {
        var summary = counts
        summary.digest = digest.hexadecimal
        return summary
    }

    mutating func begin(_ dataset: DatasetName, root: String) {
        self.dataset = dataset
        parts.reserveCapacity(FileListing.maximumFiles)
        parts.append(.dataset(dataset, root: root))
    }

    mutating func add(_ file: FrozenFile) {
        parts.append(.file(file))
        counts.count(file)
        digest.add(dataset: dataset.text, path: file.path, size: file.fingerprint.size, digest: file.digest)
    }

    mutating func exclude(_ path: [UInt8], because reason: String) {
        parts.append(.exclusion(path, reason: reason))
    }

    /// Hands everything on, in the order in which it came.
    func replay(into sink: inout some ManifestSink) throws(LinuxError) {
        for part in parts {
            switch part {
            case .dataset(let dataset, let root): try sink.begin(dataset, root: root)
            case .file(let file): try sink.add(file)
            case .exclusion(let path, let reason): sink.exclude(path, because: reason)
            }
        }
    }
}
