extension String {
    /// This text on one line and safe for a terminal: control, format and line-breaking characters as `\u{…}`.
    var escapedForDisplay: String {
        guard unicodeScalars.contains(where: \.needsEscape) else { return self }
        var result = ""
        for scalar in unicodeScalars {
            result += scalar.needsEscape ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }
        return result
    }

    /// This text in quotes, cut to a length that a message can carry.
    var quoted: String {
        let limit = 60
        let shown = unicodeScalars.count <= limit ? self : String(unicodeScalars.prefix(limit)) + "…"
        return "\"\(shown)\""
    }
}

extension Unicode.Scalar {
    /// Bidirectional controls are among the format characters: they could make a message read as something else.
    fileprivate var needsEscape: Bool {
        guard value < 0x20 || value > 0x7E else { return false }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
        default: false
        }
    }
}
