package import MLOpsCore

/// A content that a file of a dataset had when a run read it.
package struct RecordedContent: Hashable, Sendable {
    package let pipeline: PipelineName
    package let dataset: DatasetName
    /// Relative to the dataset's directory.
    package let path: [UInt8]
    /// Bytes.
    package let size: Int64
    /// Hex SHA-256.
    package let digest: String
    let id: Int64
}
