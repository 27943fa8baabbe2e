import MLOpsCore

/// A file of a frozen manifest: what a run reads, as it was when it was hashed.
struct ManifestFile: Hashable, Sendable {
    /// Relative to the dataset's directory.
    var path: [UInt8]
    var fingerprint: FileRecord.Fingerprint
    /// Hex SHA-256 of the content.
    var digest: String
    /// nil: not counted.
    var rows: Int64?
    /// No earlier successful run used it.
    var isNew: Bool
}
