/// What a glob matches, by the plainest recursion; slow, and shares no code with the matcher.
struct GlobDefinition {
    private let pattern: [Character]

    init(_ pattern: String) { self.pattern = Array(pattern) }

    func matches(_ path: [UInt8]) -> Bool {
        match(0, path.map { Character(UnicodeScalar($0)) }[...])
    }

    private func match(_ index: Int, _ path: ArraySlice<Character>) -> Bool {
        guard index < pattern.count else { return path.isEmpty }
        let startsPart = index == 0 || pattern[index - 1] == "/"
        let rest = String(pattern[index...])
        if startsPart, rest.hasPrefix("**/") {
            return suffixesAtDirectories(of: path).contains { match(index + 3, $0) }
        }
        if startsPart, rest == "**" { return true }
        if rest.hasPrefix("[!a]") {
            return path.first.map { $0 != "a" && $0 != "/" && match(index + 4, path.dropFirst()) } ?? false
        }
        switch pattern[index] {
        case "*":
            if match(index + 1, path) { return true }
            return path.first.map { $0 != "/" && match(index, path.dropFirst(), inStar: true) } ?? false
        case "?": return path.first.map { $0 != "/" && match(index + 1, path.dropFirst()) } ?? false
        case let byte: return path.first == byte && match(index + 1, path.dropFirst())
        }
    }

    /// Still at the star at `index`, which must not be read as the beginning of `**/` again.
    private func match(_ index: Int, _ path: ArraySlice<Character>, inStar: Bool) -> Bool {
        if match(index + 1, path) { return true }
        return path.first.map { $0 != "/" && match(index, path.dropFirst(), inStar: true) } ?? false
    }

    private func suffixesAtDirectories(of path: ArraySlice<Character>) -> [ArraySlice<Character>] {
        [path] + path.indices.filter { path[$0] == "/" }.map { path[($0 + 1)...] }
    }
}
