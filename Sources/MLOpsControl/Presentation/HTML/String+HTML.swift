extension String {
    /// This text so that a browser shows it, and obeys nothing in it, as content and within quotes.
    package var escapingHTML: String {
        printable.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
    }
}
