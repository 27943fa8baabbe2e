/// What the record knows of the files of datasets, for reading; only commits of `Mutation.putFiles` change it.
///
/// Each call sees everything that was committed before it. Calls come from threads that may block.
package protocol FileIndex: Sendable {
    func file(_ pipeline: PipelineName, _ dataset: DatasetName, path: [UInt8]) throws(StoreError) -> KnownFile?

    /// Returns those of the paths that are known, in any order.
    func files(
        _ pipeline: PipelineName, _ dataset: DatasetName, paths: [[UInt8]]
    ) throws(StoreError) -> [FileRecord]

    /// Returns at most `limit` records by rising path (bytes), from the first after `path`, which need not exist.
    func files(
        _ pipeline: PipelineName, _ dataset: DatasetName, after path: [UInt8], limit: Int
    ) throws(StoreError) -> [FileRecord]

    /// Returns the number of records that are not `vanished`.
    func countPresentFiles(_ pipeline: PipelineName, _ dataset: DatasetName) throws(StoreError) -> Int64

    /// Returns the highest sequence number given out, 0 when none was.
    func lastSequence(_ pipeline: PipelineName, _ dataset: DatasetName) throws(StoreError) -> Int64
}
