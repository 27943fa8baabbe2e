/// The verdict of one gate.
package struct GateValue: Codable, Sendable, Hashable {
    package enum Verdict: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case pass, fail, inconclusive, ungated
    }

    /// What rows of held-out data say.
    package struct Evidence: Codable, Sendable, Hashable {
        /// `paired proportions`, `paired bootstrap` or `DeLong`; nil: the candidate alone was measured.
        package var method: String?
        package var rows: Int64
        /// What the value, or with a method the difference from the champion, is not below, with 95 % certainty.
        package var lower: Double?
        /// What it is not above, with as much.
        package var upper: Double?
        /// The candidate's value minus the champion's.
        package var difference: Double?
        /// Of McNemar's test.
        package var p: Double?

        package init(
            method: String? = nil, rows: Int64, lower: Double? = nil, upper: Double? = nil, difference: Double? = nil,
            p: Double? = nil
        ) {
            self.method = method
            self.rows = rows
            self.lower = lower
            self.upper = upper
            self.difference = difference
            self.p = p
        }
    }

    /// What the gate says of one segment.
    package struct Segment: Codable, Sendable, Hashable {
        package var segment: String
        package var verdict: Verdict
        package var rows: Int64?
        package var observed: Double?
        package var bound: Double?

        package init(
            segment: String, verdict: Verdict, rows: Int64? = nil, observed: Double? = nil, bound: Double? = nil
        ) {
            self.segment = segment
            self.verdict = verdict
            self.rows = rows
            self.observed = observed
            self.bound = bound
        }
    }

    /// `f1 at least 0.75`.
    package var gate: String
    package var verdict: Verdict
    package var observed: Double?
    /// What `observed` had to reach.
    package var bound: Double?
    package var explanation: String
    package var evidence: Evidence?
    /// The worst first.
    package var segments: [Segment]?

    package init(
        gate: String, verdict: Verdict, observed: Double? = nil, bound: Double? = nil, explanation: String,
        evidence: Evidence? = nil, segments: [Segment]? = nil
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
