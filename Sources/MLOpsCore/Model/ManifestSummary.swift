/// The frozen list of a run's input files, in numbers; the list itself lies in the run's directory and in the store.
package struct ManifestSummary: Hashable, Sendable, Codable {
    package var files: Int64
    package var newFiles: Int64
    package var bytes: Int64
    /// Hex SHA-256 over the sorted list of dataset, path, size and SHA-256 of each file.
    package var digest: String

    package init(files: Int64, newFiles: Int64, bytes: Int64, digest: String) {
        self.files = files
        self.newFiles = newFiles
        self.bytes = bytes
        self.digest = digest
    }
}
