/// What the record knows of one path.
package struct KnownFile: Hashable, Sendable {
    package var record: FileRecord
    /// Whether a successful run has read the file as the record describes it.
    package var isUsed: Bool

    package init(record: FileRecord, isUsed: Bool) {
        self.record = record
        self.isUsed = isUsed
    }
}
