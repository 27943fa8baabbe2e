import MLOpsLinux

/// The digest of a manifest: SHA-256 over dataset, path, size and SHA-256 of each file, in the order of dataset and path.
///
/// Times and inodes are left out, so that equal data has an equal digest wherever it lies.
struct ManifestDigest {
    private var sum = RunningDigest()

    /// - Parameter digest: hex SHA-256 of the file's content.
    mutating func add(dataset: String, path: [UInt8], size: Int64, digest: String) {
        // Neither names nor paths can hold a NUL, so no two lists have the same text.
        sum.add(Array(dataset.utf8) + [0] + path + [0] + Array("\(size)\0\(digest)\n".utf8))
    }

    /// The digest of the files so far.
    var hexadecimal: String { sum.hexadecimal }
}
