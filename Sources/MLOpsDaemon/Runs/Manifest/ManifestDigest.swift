import MLOpsLinux

/// The digest of a manifest: SHA-256 over dataset, path, size and SHA-256 of each file, in the order of dataset and path.
///
/// Times and inodes are left out, so that equal data has an equal digest wherever it lies.
struct ManifestDigest {
    /// To hash many files at a time costs a fraction of hashing each of them.
    private static let pieceBytes = 16 << 10

    private var sum = RunningDigest()
    private var waiting: [UInt8] = []

    /// - Parameter digest: hex SHA-256 of the file's content.
    mutating func add(dataset: String, path: [UInt8], size: Int64, digest: String) {
        // Neither names nor paths can hold a NUL, so no two lists have the same text.
        let variable = dataset.utf8.count + path.count + digest.utf8.count
        waiting.append(atMost: variable + EntryText.numbersAndConstants) { text in
            text += dataset
            text += "\0"
            text += path
            text += "\0"
            text += size
            text += "\0"
            text += digest
            text += "\n"
        }
        guard waiting.count >= Self.pieceBytes else { return }
        sum.add(waiting)
        waiting.removeAll(keepingCapacity: true)
    }

    /// The digest of the files so far.
    var hexadecimal: String {
        var sum = sum
        sum.add(waiting)
        return sum.hexadecimal
    }
}
