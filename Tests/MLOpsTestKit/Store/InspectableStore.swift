package import MLOpsCore

/// A store whose whole contents a test can look at.
package protocol InspectableStore: MetadataStore, FileIndex {
    func contents() throws -> RecordContents
}
