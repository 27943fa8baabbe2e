import MLOpsCore

/// Where the frozen lists of runs' inputs are kept, page by page, so that no list is ever in memory whole.
protocol ManifestRecord: Sendable {
    /// Begins the list of a run; one that was begun before is forgotten.
    func beginManifest(_ run: RunID, of pipeline: PipelineName) throws(StoreError)

    /// Adds files, and keeps their digests in the index where the file still is what was hashed.
    func addToManifest(_ run: RunID, _ dataset: DatasetName, _ files: [ManifestFile]) throws(StoreError)

    /// Makes the list complete; without this it is none.
    func endManifest(_ run: RunID) throws(StoreError)
}
