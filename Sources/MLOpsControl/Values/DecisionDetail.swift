/// The answer of `GET /v1/decisions/{id}`.
package struct DecisionDetail: Codable, Sendable, Hashable {
    package var decision: DecisionSummary
    package var explanation: ExplanationNode
    /// What became of the evidence that it was about; bounded.
    package var evidence: [EvidenceUse]

    package init(decision: DecisionSummary, explanation: ExplanationNode, evidence: [EvidenceUse] = []) {
        self.decision = decision
        self.explanation = explanation
        self.evidence = evidence
    }
}
