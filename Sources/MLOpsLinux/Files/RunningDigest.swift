import Crypto

/// A SHA-256 over bytes that come piece by piece.
package struct RunningDigest: Sendable {
    private var hash = SHA256()

    package init() {}

    package mutating func add(_ bytes: [UInt8]) { hash.update(data: bytes) }

    package mutating func add(_ text: String) { add(Array(text.utf8)) }

    /// The digest of everything so far, lowercase hexadecimal.
    package var hexadecimal: String { hash.finalize().hexadecimal }
}
