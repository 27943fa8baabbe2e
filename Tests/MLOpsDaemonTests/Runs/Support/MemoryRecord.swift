import MLOpsCore
import MLOpsLinux
import MLOpsStore
import MLOpsSchedule
import Synchronization
import Testing

@testable import MLOpsDaemon

/// The record of files in memory, and the manifests that were put there.
final class MemoryRecord: InputRecord {
    private struct State {
        var files: [DatasetName: [KnownFile]] = [:]
        var manifests: [RunID: [DatasetName: [FrozenFile]]] = [:]
        var complete: Set<RunID> = []
    }

    private let state = Mutex(State())

    /// Makes a file ready as it is now.
    func add(
        _ path: [UInt8], in root: String, of dataset: DatasetName, digest: String? = nil, rows: Int64? = nil
    ) throws {
        let status = try SafeDirectory(root).status(of: try #require(RelativePath(path)))
        let record = FileRecord(
            path: path, state: .ready, fingerprint: FileRecord.Fingerprint(status.fingerprint), digest: digest,
            rows: rows, sequence: lastSequence(of: dataset) + 1, rung: .rename,
            observedAt: Instant(microseconds: 0))
        insert([record], into: dataset)
    }

    func insert(_ files: [FileRecord], into dataset: DatasetName) {
        state.withLock { state in
            let paths = Set(files.map(\.path))
            state.files[dataset, default: []].removeAll { paths.contains($0.record.path) }
            state.files[dataset, default: []] += files.map { KnownFile(record: $0, isUsed: false) }
            state.files[dataset]?.sort { $0.record.path.lexicographicallyPrecedes($1.record.path) }
        }
    }

    /// A successful run has read all files so far.
    func useAll(of dataset: DatasetName) {
        state.withLock { state in
            state.files[dataset] = state.files[dataset]?.map { KnownFile(record: $0.record, isUsed: true) }
        }
    }

    func lastSequence(of dataset: DatasetName) -> Int64 {
        state.withLock { $0.files[dataset]?.map(\.record.sequence).max() ?? 0 }
    }

    /// The manifest of a run, nil when it was not put completely.
    func manifest(of run: RunID) -> [DatasetName: [FrozenFile]]? {
        state.withLock { $0.complete.contains(run) ? $0.manifests[run] : nil }
    }

    func files(
        of pipeline: PipelineName, _ dataset: DatasetName, after path: [UInt8], limit: Int
    ) -> [KnownFile] {
        let files = state.withLock { $0.files[dataset] ?? [] }
        return Array(files.drop { !path.lexicographicallyPrecedes($0.record.path) }.prefix(limit))
    }

    func listing(of pipeline: PipelineName, _ dataset: DatasetName) -> FileListing? {
        let files = state.withLock { $0.files[dataset] ?? [] }
        guard files.count <= FileListing.maximumFiles else { return nil }
        return FileListing(files: files, usedThrough: files.filter(\.isUsed).map(\.record.sequence).max() ?? 0)
    }

    func rememberDigests(of files: [FrozenFile], _ pipeline: PipelineName, _ dataset: DatasetName) {
        state.withLock { state in
            for file in files {
                let index = state.files[dataset]?.firstIndex {
                    $0.record.path == file.path && $0.record.fingerprint == file.fingerprint
                }
                if let index { state.files[dataset]?[index].record.digest = file.digest }
            }
        }
    }

    /// The digests that the index knows, by path.
    func digests(of dataset: DatasetName) -> [String?] {
        state.withLock { ($0.files[dataset] ?? []).map(\.record.digest) }
    }

    func beginManifest(_ run: RunID, of pipeline: PipelineName) {
        state.withLock { state in
            state.complete.remove(run)
            state.manifests[run] = [:]
        }
    }

    func addToManifest(_ run: RunID, _ dataset: DatasetName, _ files: [FrozenFile]) {
        state.withLock { $0.manifests[run]?[dataset, default: []] += files }
        rememberDigests(of: files, "churn", dataset)
    }

    func endManifest(_ run: RunID) {
        state.withLock { _ = $0.complete.insert(run) }
    }
}
