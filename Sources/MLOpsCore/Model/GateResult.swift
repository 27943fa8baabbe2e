/// The verdict of one gate on one candidate, with what it was judged by.
package struct GateResult: Hashable, Sendable, Codable {
    package enum Verdict: String, Sendable, Codable, CaseIterable {
        case pass, fail
        /// There was not enough to go by; such a candidate goes live only when a person says so.
        case inconclusive
        /// Nothing was declared that could be judged.
        case ungated
    }

    /// `f1 at least 0.75`.
    package var gate: String
    package var verdict: Verdict
    package var observed: Double?
    /// What `observed` had to reach.
    package var bound: Double?
    package var explanation: String
    /// nil: not measured row by row.
    package var evidence: GateEvidence?
    /// Of each segment that was judged or left out, the worst first; nil: the gate has none.
    package var segments: [SegmentVerdict]?

    package init(
        gate: String, verdict: Verdict, observed: Double?, bound: Double?, explanation: String,
        evidence: GateEvidence? = nil, segments: [SegmentVerdict]? = nil
    ) {
        self.gate = gate
        self.verdict = verdict
        self.observed = observed
        self.bound = bound
        self.explanation = explanation
        self.evidence = evidence
        self.segments = segments
    }
}

/// What rows of held-out data say about a metric.
package struct GateEvidence: Hashable, Sendable, Codable {
    /// `paired-proportions`, `paired-bootstrap` or `delong`; nil: the candidate alone was measured.
    package var method: String?
    package var rows: Int64
    /// What the candidate's value, or its difference from the champion where there is a method, is not below and not
    /// above, each with 95 % certainty.
    package var lower: Double?
    package var upper: Double?
    /// The candidate's value minus the champion's.
    package var difference: Double?
    /// Of McNemar's test that both are right equally often.
    package var p: Double?

    /// Fewer rows, of a segment or in common with the champion, prove nothing.
    package static let minimumRows: Int64 = 30

    package init(
        method: String? = nil, rows: Int64, lower: Double?, upper: Double?, difference: Double? = nil, p: Double? = nil
    ) {
        self.method = method
        self.rows = rows
        self.lower = lower
        self.upper = upper
        self.difference = difference
        self.p = p
    }
}

/// What a gate says of one segment.
package struct SegmentVerdict: Hashable, Sendable, Codable {
    package var segment: String
    /// `ungated`: it has too few rows to be judged.
    package var verdict: GateResult.Verdict
    package var rows: Int64?
    package var observed: Double?
    package var bound: Double?

    package init(
        segment: String, verdict: GateResult.Verdict, rows: Int64? = nil, observed: Double?, bound: Double?
    ) {
        self.segment = segment
        self.verdict = verdict
        self.rows = rows
        self.observed = observed
        self.bound = bound
    }
}
