package import MLOpsCore

/// A file that a run read.
package struct ManifestFile: Hashable, Sendable {
    package var dataset: DatasetName
    /// Relative to the dataset's directory.
    package var path: [UInt8]
    /// Bytes.
    package var size: Int64
    /// Hex SHA-256 of the content.
    package var digest: String
    /// nil: not counted.
    package var rows: Int64?
    /// No successful run had read it before.
    package var isNew: Bool

    package init(dataset: DatasetName, path: [UInt8], size: Int64, digest: String, rows: Int64?, isNew: Bool) {
        self.dataset = dataset
        self.path = path
        self.size = size
        self.digest = digest
        self.rows = rows
        self.isNew = isNew
    }
}
