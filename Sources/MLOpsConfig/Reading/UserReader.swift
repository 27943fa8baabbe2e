import MLOpsCore

/// Reads `user:` of a pipeline.
enum UserReader {
    private static let longestName = 32

    /// As Debian's adduser takes names by default: they go into units, where a percent sign or a blank would not be itself.
    static func read(_ field: Field) -> String? {
        guard let name = field.text(maximum: longestName) else { return nil }
        guard let first = name.utf8.first, isLetter(first), name.utf8.allSatisfy({ isLetter($0) || isOther($0) }) else {
            return field.reject(
                "is not the name of a user", hint: "lower-case letters, digits, - and _, beginning with a letter or _")
        }
        guard name != "root" else {
            return field.reject("can not be root", hint: "name a user of the pipeline's own: adduser --system --group")
        }
        return name
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
    }

    private static func isOther(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
    }
}
