import MLOpsStatistics

/// The category that a text counts as: itself, or for a long one its beginning and a hash of it.
///
/// So that a column of documents costs no more memory than one of names.
enum TextKey {
    static let maximumBytes = 256
    private static let keptBytes = 200

    /// Calls the body with the category's bytes.
    @inline(__always)
    static func with<Result>(
        _ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        if text.count <= maximumBytes { return body(text) }
        return shortened(text).withUnsafeBufferPointer(body)
    }

    private static func shortened(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var end = keptBytes
        // Not within a character of UTF-8.
        while end > keptBytes - 4, text[end] & 0xc0 == 0x80 { end -= 1 }
        let digits = String(ByteHash.of(text), radix: 16)
        return Array(text[..<end]) + Array("… #".utf8) + Array(digits.utf8)
    }
}
