import MLOpsStatistics

/// Values of a schema in YAML's flow style.
enum SchemaScalar {
    static func flow(_ value: SchemaValue) -> String {
        switch value {
        case .flag(let flag): flag ? "true" : "false"
        case .whole(let number): "\(number)"
        case .number(let number): NumberText.text(number)
        case .word(let word): word
        case .text(let text): Self.text(text)
        case .list(let values): "[" + values.map(flow).joined(separator: ", ") + "]"
        case .map(let entries):
            "{" + entries.map { "\(text($0.key)): \(flow($0.value))" }.joined(separator: ", ") + "}"
        }
    }

    /// A text as it is where no YAML reader takes it for anything else, in double quotes elsewhere.
    static func text(_ text: String) -> String {
        if isPlain(text) { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            default: quoted += isShown(scalar) ? String(scalar) : escape(scalar)
            }
        }
        return quoted + "\""
    }

    private static let words: Set = [
        "null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf",
    ]

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
            first == "_" || isLetter(first),
            last != " ", text.utf8.count <= 200, !words.contains(text.lowercased())
        else { return false }
        return text.unicodeScalars.allSatisfy { isLetter($0) || "0123456789_-./ +%()".unicodeScalars.contains($0) }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: scalar.value != 0xFEFF
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return scalar.value <= 0xFFFF
            ? "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            : "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
    }
}
