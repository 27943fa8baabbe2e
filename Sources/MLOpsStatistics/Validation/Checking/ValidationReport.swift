/// What came of holding a file against a schema.
package struct ValidationReport: Hashable, Sendable, Codable {
    package enum Verdict: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
        case pass, info, warn, block

        package init(_ severity: Severity?) {
            switch severity {
            case nil: self = .pass
            case .info: self = .info
            case .warn: self = .warn
            case .block: self = .block
            }
        }

        package static func < (a: Verdict, b: Verdict) -> Bool { a.rank < b.rank }

        private var rank: Int {
            switch self {
            case .pass: 0
            case .info: 1
            case .warn: 2
            case .block: 3
            }
        }
    }

    /// A rule that could not be judged, and why.
    package struct Unchecked: Hashable, Sendable, Codable {
        package var column: String?
        package var rule: ValidationRule
        package var reason: String

        package init(column: String? = nil, rule: ValidationRule, reason: String) {
            self.column = column
            self.rule = rule
            self.reason = reason
        }
    }

    /// Of the gravest violation.
    package var verdict: Verdict
    package var schemaVersion: Int
    package var environment: String?
    package var rows: Int
    /// The gravest first, then in the order of the schema.
    package var violations: [Violation]
    package var unchecked: [Unchecked]

    package init(
        schemaVersion: Int, environment: String? = nil, rows: Int, violations: [Violation], unchecked: [Unchecked] = []
    ) {
        verdict = Verdict(violations.map(\.severity).max())
        self.schemaVersion = schemaVersion
        self.environment = environment
        self.rows = rows
        self.violations = Severity.allCases.reversed().flatMap { severity in
            violations.filter { $0.severity == severity }
        }
        self.unchecked = unchecked
    }

    /// Whether the data must not be trained on.
    package var blocks: Bool { verdict == .block }
}
