/// The frozen list of a run's input files, in numbers.
package struct ManifestValue: Codable, Sendable, Hashable {
    package var files: Int64
    /// Not used by an earlier successful run.
    package var newFiles: Int64
    package var bytes: Int64
    /// Hex SHA-256 of the sorted list.
    package var digest: String

    package init(files: Int64, newFiles: Int64, bytes: Int64, digest: String) {
        self.files = files
        self.newFiles = newFiles
        self.bytes = bytes
        self.digest = digest
    }
}
