import MLOpsCore
import MLOpsStore
import Synchronization

/// Freezing reads the store's index of files and writes the store's lists of inputs.
final class StoredInputs: InputRecord {
    private let store: SQLiteMetadataStore
    private let writers = Mutex<[RunID: Writing]>([:])

    private struct Writing {
        var pipeline: PipelineName
        var writer: MLOpsStore.ManifestWriter
    }

    init(store: SQLiteMetadataStore) { self.store = store }

    func files(
        of pipeline: PipelineName, _ dataset: DatasetName, after path: [UInt8], limit: Int
    ) throws(StoreError) -> [KnownFile] {
        try store.knownFiles(pipeline, dataset, after: path, limit: limit)
    }

    func beginManifest(_ run: RunID, of pipeline: PipelineName) throws(StoreError) {
        let writer = try store.writeManifest(of: run, pipeline)
        writers.withLock { $0[run] = Writing(pipeline: pipeline, writer: writer) }
    }

    func addToManifest(_ run: RunID, _ dataset: DatasetName, _ files: [ManifestFile]) throws(StoreError) {
        guard var writing = writers.withLock({ $0[run] }) else { throw Self.notBegun(run) }
        try writing.writer.append(
            files.map {
                MLOpsStore.ManifestFile(
                    dataset: dataset, path: $0.path, size: $0.fingerprint.size, digest: $0.digest, rows: $0.rows,
                    isNew: $0.isNew)
            })
        try store.rememberDigests(
            writing.pipeline, dataset,
            files.map { .init(path: $0.path, fingerprint: $0.fingerprint, digest: $0.digest) })
        let kept = writing
        writers.withLock { $0[run] = kept }
    }

    func endManifest(_ run: RunID) throws(StoreError) {
        guard let writing = writers.withLock({ $0.removeValue(forKey: run) }) else { throw Self.notBegun(run) }
        try writing.writer.finish()
    }

    private static func notBegun(_ run: RunID) -> StoreError {
        StoreError(.other, "cannot record the inputs of run \(run): their list was not begun; the run fails")
    }
}
