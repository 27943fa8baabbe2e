package import MLOpsCore

/// A file that a run is going to read, as it was when it was hashed.
package struct FrozenFile: Hashable, Sendable {
    /// Relative to the dataset's directory.
    package var path: [UInt8]
    package var fingerprint: FileRecord.Fingerprint
    /// Hex SHA-256 of the content.
    package var digest: String
    /// nil: not counted.
    package var rows: Int64?
    /// No successful run has read it before.
    package var isNew: Bool

    package init(path: [UInt8], fingerprint: FileRecord.Fingerprint, digest: String, rows: Int64?, isNew: Bool) {
        self.path = path
        self.fingerprint = fingerprint
        self.digest = digest
        self.rows = rows
        self.isNew = isNew
    }
}
