package import MLOpsCore

/// A store whose whole contents a test can look at.
package protocol InspectableStore: MetadataStore, FileIndex {
    func contents() throws -> RecordContents

    /// Returns the highest sequence number that a run has read, 0 when none did.
    func usedThrough(_ pipeline: PipelineName, _ dataset: DatasetName) throws(StoreError) -> Int64
}
