package import MLOpsCore

/// What an audit found.
package struct AuditReport: Hashable, Sendable, Codable {
    /// A promise that the record does not keep.
    package struct Violation: Hashable, Sendable, Codable {
        package let rule: AuditRule
        /// What breaks it: `e17`, `r3.train`, `champion`.
        package let id: String
        package let pipeline: PipelineName?
        package let text: String
    }

    package struct Count: Hashable, Sendable, Codable {
        /// `consumed`, `suppressed` and so on.
        package let name: String
        package let count: Int64
    }

    /// Pieces of evidence that were looked at.
    package let evidence: Int64
    /// Their dispositions.
    package let uses: Int64
    package let dispositions: [Count]
    package let decisions: Int64
    package let runs: Int64
    /// At most `limitPerRule` of each rule.
    package let violations: [Violation]
    /// Rules that were broken more often than is listed.
    package let cutShort: [AuditRule]

    package static let limitPerRule = 20
}
