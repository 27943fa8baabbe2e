/// What an audit found.
package struct AuditReport: Hashable, Sendable, Codable {
    /// A promise that the record does not keep.
    package struct Violation: Hashable, Sendable, Codable {
        package let rule: AuditRule
        /// What breaks it: `e17 of "churn"`.
        package let object: String
        package let text: String
    }

    /// How many things were looked at.
    package struct Extent: Hashable, Sendable, Codable {
        package let evidence: Int64
        package let uses: Int64
        package let decisions: Int64
        package let runs: Int64
        package let attempts: Int64
        package let deployments: Int64
    }

    package let extent: Extent
    /// At most `limitPerRule` of each rule.
    package let violations: [Violation]
    /// Rules that were broken more often than is listed.
    package let cutShort: [AuditRule]

    package static let limitPerRule = 20

    package var isClean: Bool { violations.isEmpty }
}
