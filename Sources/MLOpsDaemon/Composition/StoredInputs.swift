import MLOpsCore
import MLOpsStore

/// Freezing reads the store's index of files and writes the store's lists of inputs.
struct StoredInputs: InputRecord {
    let store: SQLiteMetadataStore

    func files(
        of pipeline: PipelineName, _ dataset: DatasetName, after path: [UInt8], limit: Int
    ) throws(StoreError) -> [KnownFile] {
        try store.files(of: pipeline, dataset, after: path, limit: limit)
    }

    func beginManifest(_ run: RunID, of pipeline: PipelineName) throws(StoreError) {
        try store.beginManifest(run, of: pipeline)
    }

    func addToManifest(_ run: RunID, _ dataset: DatasetName, _ files: [ManifestFile]) throws(StoreError) {
        try store.addToManifest(
            run, dataset,
            files.map {
                FrozenFile(
                    path: $0.path, fingerprint: $0.fingerprint, digest: $0.digest, rows: $0.rows, isNew: $0.isNew)
            })
    }

    func endManifest(_ run: RunID) throws(StoreError) { try store.endManifest(run) }
}
