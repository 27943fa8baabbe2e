/// The answer of `GET /v1/audit`: whether every piece of evidence is accounted for.
package struct AuditResponse: Codable, Sendable, Hashable {
    package struct Count: Codable, Sendable, Hashable {
        package var disposition: String
        package var count: Int64

        package init(disposition: String, count: Int64) {
            self.disposition = disposition
            self.count = count
        }
    }

    package struct Violation: Codable, Sendable, Hashable {
        /// `e12`, `r17`.
        package var id: String
        package var pipeline: String?
        package var text: String

        package init(id: String, pipeline: String? = nil, text: String) {
            self.id = id
            self.pipeline = pipeline
            self.text = text
        }
    }

    package var checkedAt: Timestamp
    /// True: there is no violation.
    package var balanced: Bool
    package var evidence: Int64
    /// Pairs of evidence and trigger: each has exactly one disposition.
    package var uses: Int64
    package var dispositions: [Count]
    /// Bounded.
    package var violations: [Violation]

    package init(
        checkedAt: Timestamp, balanced: Bool, evidence: Int64, uses: Int64, dispositions: [Count] = [],
        violations: [Violation] = []
    ) {
        self.checkedAt = checkedAt
        self.balanced = balanced
        self.evidence = evidence
        self.uses = uses
        self.dispositions = dispositions
        self.violations = violations
    }
}
