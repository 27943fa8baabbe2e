package import MLOpsCore

/// A file that a run read, as the record keeps it.
package struct RecordedInput: Hashable, Sendable {
    package let dataset: DatasetName
    /// Relative to the dataset's directory.
    package let path: [UInt8]
    /// Bytes.
    package let size: Int64
    /// Hex SHA-256 of the content.
    package let digest: String
    /// nil: not counted.
    package let rows: Int64?
    /// No successful run had read it before.
    package let isNew: Bool
    let content: Int64
}
