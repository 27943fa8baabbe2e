/// A problem in a configuration file, with its place and, where there is one, the way out.
package struct Diagnostic: Error, Hashable, Sendable, Codable {
    package var file: String
    /// Counted from 1; nil: the problem is with the file as a whole.
    package var line: Int?
    /// In Unicode scalars from 1.
    package var column: Int?
    /// Where in the definition: `triggers.nightly.all[0].schedule`; empty for the file as a whole.
    package var key: String
    package var problem: String
    package var hint: String?

    package init(
        file: String, line: Int? = nil, column: Int? = nil, key: String = "", problem: String, hint: String? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.key = key
        self.problem = problem
        self.hint = hint
    }

    init(at place: Place, key: String = "", problem: String, hint: String? = nil) {
        self.init(file: place.file, line: place.line, column: place.column, key: key, problem: problem, hint: hint)
    }
}

extension Diagnostic: CustomStringConvertible {
    /// One line: `file:line:column: key: problem; hint`.
    ///
    /// Control characters of a hostile file are escaped.
    package var description: String { text(nil) }

    /// The same with `error` or `warning` behind the place, where compilers have it and editors look for it.
    package func text(_ severity: String?) -> String {
        var place = file.escapedForDisplay
        if let line { place += ":\(line)" }
        if let column { place += ":\(column)" }
        let parts = [place, severity ?? "", key.escapedForDisplay, problem.escapedForDisplay]
        return parts.filter { !$0.isEmpty }.joined(separator: ": ") + (hint.map { "; \($0.escapedForDisplay)" } ?? "")
    }
}
