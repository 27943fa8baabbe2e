/// A rule of the schema that the data breaks.
package struct Violation: Hashable, Sendable, Codable {
    /// nil: of the file as a whole.
    package var column: String?
    package var rule: ValidationRule
    package var severity: Severity
    /// Of rules that count rows the share of them.
    package var observed: ReportedValue?
    package var allowed: ReportedValue?
    /// How many of how many rows; nil for rules that do not count.
    package var count: Int?
    package var rows: Int?
    package var examples: [RowExample]
    /// One sentence: what is wrong, and how the schema would have to be for it to be right.
    package var explanation: String
    /// The change of the schema that accepts what was seen, as it would stand in the file; nil: no change could.
    package var proposal: String?

    package init(
        column: String? = nil, rule: ValidationRule, severity: Severity, observed: ReportedValue? = nil,
        allowed: ReportedValue? = nil, count: Int? = nil, rows: Int? = nil, examples: [RowExample] = [],
        explanation: String, proposal: String? = nil
    ) {
        self.column = column
        self.rule = rule
        self.severity = severity
        self.observed = observed
        self.allowed = allowed
        self.count = count
        self.rows = rows
        self.examples = examples
        self.explanation = explanation
        self.proposal = proposal
    }
}
