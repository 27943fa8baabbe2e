/// The comments of a schema file by the key they belong to: whole lines above it, and what stands behind it.
struct SchemaComments {
    struct Comment: Hashable {
        var above: [String] = []
        var behind: String?
    }

    private var comments: [String: Comment] = [:]
    /// Whole lines below the last key.
    private(set) var trailer: [String] = []
    /// In the order of the file.
    private(set) var all: [String] = []

    init(_ text: String) {
        var above: [String] = []
        var path: [(indent: Int, key: String)] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let content = Self.withoutBlanks(line)
            if content.isEmpty { continue }
            if content.hasPrefix("#") {
                above.append(content)
                all.append(content)
                continue
            }
            let behind = Self.comment(in: line)
            if let behind { all.append(behind) }
            guard let key = Self.key(of: content) else { continue }
            let indent = line.prefix { $0 == " " }.count
            path.removeAll { $0.indent >= indent }
            path.append((indent, key))
            let place = path.map(\.key).joined(separator: ".")
            if !above.isEmpty || behind != nil { comments[place] = Comment(above: above, behind: behind) }
            above = []
        }
        trailer = above
    }

    func comment(of path: String) -> Comment? { comments[path] }

    /// What stands before the first colon outside of quotes; quotes are taken off.
    private static func key(of content: String) -> String? {
        var key = ""
        var quote: Character?
        var rest = content[...]
        while let character = rest.popFirst() {
            if let open = quote {
                if character == "\\", open == "\"" {
                    if let escaped = rest.popFirst() { key.append(escaped) }
                } else if character == open {
                    quote = nil
                } else {
                    key.append(character)
                }
            } else if key.isEmpty, character == "\"" || character == "'" {
                quote = character
            } else if character == ":", rest.first.map({ $0 == " " || $0 == "\r" }) ?? true {
                return key
            } else {
                key.append(character)
            }
        }
        return nil
    }

    /// From the first `#` after a blank and outside of quotes.
    private static func comment(in line: Substring) -> String? {
        var quote: Character?
        var isEscaped = false
        var before: Character = " "
        for index in line.indices {
            let character = line[index]
            if isEscaped {
                isEscaped = false
            } else if let open = quote {
                if character == "\\", open == "\"" { isEscaped = true } else if character == open { quote = nil }
            } else if character == "#", before == " " || before == "\t" {
                return withoutBlanks(line[index...])
            } else if character == "\"" || character == "'", !before.isLetter, !before.isNumber {
                quote = character
            }
            before = character
        }
        return nil
    }

    private static func withoutBlanks(_ text: Substring) -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
        let start = text.drop(while: isBlank)
        guard let end = start.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(start[...end])
    }
}
