import FoundationEssentials
import GRDB

/// A hex SHA-256 in half its size: 32 bytes.
///
/// Any other text stays text.
enum DigestColumn {
    static func value(_ hex: String?) -> DatabaseValue {
        guard let hex else { return .null }
        return bytes(of: hex)?.databaseValue ?? hex.databaseValue
    }

    static func hex(_ value: DatabaseValue) throws -> String? {
        switch value.storage {
        case .null: nil
        case .string(let text): text
        case .blob(let bytes): hex(of: bytes)
        case .int64, .double: throw UnexpectedValue(value, in: "sha256")
        }
    }

    private static func bytes(of hex: String) -> Data? {
        guard hex.utf8.count == 64 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        var high: UInt8?
        for character in hex.utf8 {
            guard let digit = digit(character) else { return nil }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return Data(bytes)
    }

    /// Capital letters are no digits here, or the text would come back in another form.
    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    private static func hex(of bytes: Data) -> String {
        String(unsafeUninitializedCapacity: bytes.count * 2) { text in
            for (index, byte) in bytes.enumerated() {
                text[2 * index] = character(byte >> 4)
                text[2 * index + 1] = character(byte & 15)
            }
            return bytes.count * 2
        }
    }

    private static func character(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
}
