import MLOpsCore
import MLOpsStore

/// The record as freezing needs it: the files that became ready, and the lists that runs were given.
///
/// Everything goes page by page, so that no list is ever in memory whole and no transaction stays open while files are
/// hashed.
protocol InputRecord: Sendable {
    /// Returns at most `limit` files of a dataset by rising path (bytes), from the first after `path`; empty at the end.
    func files(
        of pipeline: PipelineName, _ dataset: DatasetName, after path: [UInt8], limit: Int
    ) throws(StoreError) -> [KnownFile]

    /// All files of a dataset; nil: it is not small.
    func listing(of pipeline: PipelineName, _ dataset: DatasetName) throws(StoreError) -> FileListing?

    /// Keeps digests in the index where the file still is what was hashed, so that it is not hashed again.
    func rememberDigests(
        of files: [FrozenFile], _ pipeline: PipelineName, _ dataset: DatasetName
    ) throws(StoreError)

    /// Begins the list of a run; one that was begun before is forgotten.
    func beginManifest(_ run: RunID, of pipeline: PipelineName) throws(StoreError)

    /// Adds files to the list of a run that was begun, and keeps their digests.
    func addToManifest(_ run: RunID, _ dataset: DatasetName, _ files: [FrozenFile]) throws(StoreError)

    /// Makes the list complete; without this it is none.
    func endManifest(_ run: RunID) throws(StoreError)
}

extension SQLiteMetadataStore: InputRecord {}
