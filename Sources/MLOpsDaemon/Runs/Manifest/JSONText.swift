import MLOpsLinux

/// Writes the few forms of JSON that a manifest or a window's metrics need, without building a document in memory.
enum JSONText {
    /// Returns the text in quotes, with all that JSON and terminals object to escaped.
    static func quote(_ text: String) -> String {
        if text.utf8.withContiguousStorageIfAvailable({ $0.allSatisfy(isPlain) }) == true { return "\"\(text)\"" }
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Whether text of these bytes is the same in quotes.
    static func isPlain(_ bytes: [UInt8]) -> Bool { bytes.allSatisfy(isPlain) }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20...0x7e).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// Returns the members `"path":...` for a path of any bytes.
    ///
    /// One that is not UTF-8 is shown escaped, with its bytes in `path_base64`.
    static func path(_ bytes: [UInt8]) -> [UInt8] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return Array(
                "\"path\":\(quote(UntrustedText.escape(bytes))),\"path_base64\":\"\(base64(bytes))\"".utf8)
        }
        return Array("\"path\":\(quote(text))".utf8)
    }

    /// Returns the bytes in the alphabet of RFC 4648, padded.
    static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for index in 0..<4 {
                let sextet = Int(bits >> UInt32(18 - 6 * index)) & 63
                result.append(index <= group.count ? alphabet[sextet] : UInt8(ascii: "="))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
