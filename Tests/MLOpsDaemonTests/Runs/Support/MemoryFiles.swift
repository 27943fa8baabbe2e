import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import Synchronization
import Testing

@testable import MLOpsDaemon

/// The index of files in memory, and the manifests that were put there.
final class MemoryFiles: FileIndex, ManifestRecord {
    private struct State {
        var files: [DatasetName: [FileRecord]] = [:]
        var usedThrough: [DatasetName: Int64] = [:]
        var manifests: [RunID: [DatasetName: [ManifestFile]]] = [:]
        var complete: Set<RunID> = []
    }

    private let state = Mutex(State())

    /// Makes a file ready as it is now.
    @discardableResult
    func add(
        _ path: [UInt8], in root: String, of dataset: DatasetName, digest: String? = nil, rows: Int64? = nil
    ) throws -> FileRecord {
        let status = try SafeDirectory(root).status(of: try #require(RelativePath(path)))
        let record = FileRecord(
            path: path, state: .ready, fingerprint: FileRecord.Fingerprint(status.fingerprint), digest: digest,
            rows: rows, sequence: (try lastSequence("churn", dataset)) + 1, rung: .rename,
            observedAt: Instant(microseconds: 0))
        insert([record], into: dataset)
        return record
    }

    func insert(_ files: [FileRecord], into dataset: DatasetName) {
        state.withLock { state in
            state.files[dataset, default: []] += files
            state.files[dataset]?.sort { $0.path.lexicographicallyPrecedes($1.path) }
        }
    }

    /// A successful run has read all files so far.
    func useAll(of dataset: DatasetName) {
        state.withLock { $0.usedThrough[dataset] = $0.files[dataset]?.map(\.sequence).max() }
    }

    /// The manifest of a run, nil when it was not put completely.
    func manifest(of run: RunID) -> [DatasetName: [ManifestFile]]? {
        state.withLock { $0.complete.contains(run) ? $0.manifests[run] : nil }
    }

    func file(_ pipeline: PipelineName, _ dataset: DatasetName, path: [UInt8]) throws(StoreError) -> FileRecord? {
        try files(pipeline, dataset, paths: [path]).first
    }

    func files(
        _ pipeline: PipelineName, _ dataset: DatasetName, paths: [[UInt8]]
    ) throws(StoreError) -> [FileRecord] {
        state.withLock { ($0.files[dataset] ?? []).filter { paths.contains($0.path) } }
    }

    func presentFiles(
        _ pipeline: PipelineName, _ dataset: DatasetName, after path: [UInt8]?, limit: Int
    ) throws(StoreError) -> [FileRecord] {
        let files = state.withLock { $0.files[dataset] ?? [] }
        let rest = path.map { path in files.drop { !path.lexicographicallyPrecedes($0.path) } } ?? files[...]
        return Array(rest.prefix(limit))
    }

    func countPresentFiles(_ pipeline: PipelineName, _ dataset: DatasetName) throws(StoreError) -> Int64 {
        state.withLock { Int64($0.files[dataset]?.count ?? 0) }
    }

    func lastSequence(_ pipeline: PipelineName, _ dataset: DatasetName) throws(StoreError) -> Int64 {
        state.withLock { $0.files[dataset]?.map(\.sequence).max() ?? 0 }
    }

    func usedThrough(_ pipeline: PipelineName, _ dataset: DatasetName) throws(StoreError) -> Int64 {
        state.withLock { $0.usedThrough[dataset] ?? 0 }
    }

    func beginManifest(_ run: RunID, of pipeline: PipelineName) throws(StoreError) {
        state.withLock { state in
            state.complete.remove(run)
            state.manifests[run] = [:]
        }
    }

    func addToManifest(_ run: RunID, _ dataset: DatasetName, _ files: [ManifestFile]) throws(StoreError) {
        state.withLock { $0.manifests[run]?[dataset, default: []] += files }
    }

    func endManifest(_ run: RunID) throws(StoreError) {
        state.withLock { _ = $0.complete.insert(run) }
    }
}
