import Crypto

/// What a directory tree holds, in one canonical order; its digest names the tree.
///
/// Covered are the relative paths, sizes and contents of the regular files. Times, owners, modes and empty directories
/// are not: they differ between machines without making another model.
package struct TreeManifest: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let path: RelativePath
        package let size: Int64
        /// Lowercase hexadecimal.
        package let sha256: String

        package init(path: RelativePath, size: Int64, sha256: String) {
            self.path = path
            self.size = size
            self.sha256 = sha256
        }
    }

    /// In the order of the paths' bytes.
    package let entries: [Entry]
    /// SHA-256 over the entries, lowercase hexadecimal.
    package let digest: String

    package init(_ entries: some Sequence<Entry>) {
        let sorted = entries.sorted { $0.path < $1.path }
        var hash = SHA256()
        hash.update(data: Array("mlopsd-tree 1\n".utf8))
        for entry in sorted {
            // NUL ends an entry: a path may hold anything else.
            hash.update(data: Array("\(entry.sha256) \(entry.size) ".utf8) + entry.path.bytes + [0])
        }
        self.entries = sorted
        digest = hash.finalize().hexadecimal
    }

    package var totalBytes: Int64 {
        entries.reduce(0) { $0 + $1.size }
    }
}

extension Sequence<UInt8> {
    /// The bytes as lowercase hexadecimal digits.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
