package import MLOpsCore

/// A file of the index and who used it first.
package struct IndexedFile: Hashable, Sendable {
    package let record: FileRecord
    /// The first successful run that read it as it is now; nil: it is new.
    package let usedBy: RunID?

    package var isNew: Bool { usedBy == nil }
}
