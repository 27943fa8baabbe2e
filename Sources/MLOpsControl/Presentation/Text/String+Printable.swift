extension String {
    /// This text with everything escaped that a terminal would obey instead of show: control characters, and the format
    /// characters that reverse, join or hide text (CVE-2021-42574).
    package var printable: String {
        // Names and messages are ASCII nearly always, and then a look at the bytes is enough.
        if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
        return unicodeScalars.reduce(into: "") { result, scalar in
            if scalar.isShown {
                result.unicodeScalars.append(scalar)
            } else {
                result += scalar.escaped
            }
        }
    }

    /// What a terminal would have left visible of a line that was overwritten from its start, as progress bars do.
    package var afterLastCarriageReturn: String {
        let line = hasSuffix("\r") ? dropLast() : self[...]
        return line.lastIndex(of: "\r").map { String(line[line.index(after: $0)...]) } ?? String(line)
    }
}

extension Unicode.Scalar {
    var isShown: Bool {
        // The table of categories is slow, and nearly everything is ASCII.
        guard value >= 0x7F else { return value >= 0x20 }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
        default: true
        }
    }

    fileprivate var escaped: String {
        switch self {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: value < 0x100 ? "\\x" + Self.hexadecimal(value, width: 2) : "\\u{\(Self.hexadecimal(value, width: 4))}"
        }
    }

    static func hexadecimal(_ value: UInt32, width: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
