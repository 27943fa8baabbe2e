/// The evidence that an operand holds, as sums: its size does not grow with the evidence.
package struct Latch: Hashable, Sendable, Codable {
    package var firstEvidence: EvidenceID
    package var lastEvidence: EvidenceID
    package var count: Int64
    package var firstAt: Moment
    package var lastAt: Moment
    package var files: Int64 = 0
    package var bytes: Int64 = 0
    package var rows: Int64 = 0

    package init(evidence: EvidenceID, at moment: Moment) {
        firstEvidence = evidence
        lastEvidence = evidence
        count = 1
        firstAt = moment
        lastAt = moment
    }
}
