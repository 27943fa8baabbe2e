/// Makes text of others safe to show: on a terminal, in a journal line, in a table.
package enum UntrustedText {
    /// Returns the bytes as text in which nothing can move a cursor, start a line or reverse the reading direction.
    ///
    /// Control, format (bidirectional overrides among them), separator and unassigned characters become `\u{...}`,
    /// bytes that are not UTF-8 become `\xNN`, a backslash is doubled; so different bytes stay different.
    package static func escape(_ bytes: some Sequence<UInt8>) -> String {
        let bytes = Array(bytes)
        var result = "", position = 0
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .emptyInput:
                return result
            case .valid(let encoded):
                position += encoded.count
                append(Unicode.UTF8.decode(encoded), to: &result)
            case .error(let length):
                for byte in bytes[position..<position + length] {
                    result += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
                }
                position += length
            }
        }
    }

    /// Returns the text with the same characters escaped.
    package static func escape(_ text: String) -> String {
        escape(text.utf8)
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
        switch scalar {
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case "\\": result += "\\\\"
        case _ where isHarmless(scalar): result.unicodeScalars.append(scalar)
        default: result += "\\u{" + String(scalar.value, radix: 16) + "}"
        }
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
