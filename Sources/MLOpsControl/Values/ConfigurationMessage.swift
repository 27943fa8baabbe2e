/// Something that is wrong in a file: `file:line:column: key: problem; hint`.
package struct ConfigurationMessage: Codable, Sendable, Hashable {
    package enum Severity: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case error, warning
    }

    package var severity: Severity
    package var file: String
    package var line: Int?
    package var column: Int?
    package var key: String?
    package var problem: String
    package var hint: String?

    package init(
        severity: Severity, file: String, line: Int? = nil, column: Int? = nil, key: String? = nil, problem: String,
        hint: String? = nil
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.key = key
        self.problem = problem
        self.hint = hint
    }

    /// Where it is: `file:line:column`.
    package var place: String { file + [line, column].compactMap(\.self).map { ":\($0)" }.joined() }

    /// What is wrong and where, without what to do about it.
    package var text: String { [place, key, problem].compactMap(\.self).joined(separator: ": ") }
}
