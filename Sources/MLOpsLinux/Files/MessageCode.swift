import Crypto

/// Proof that a message comes from who knows the key.
package enum MessageCode {
    /// HMAC-SHA256 (RFC 2104), 32 bytes.
    package static func sha256(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    }
}
