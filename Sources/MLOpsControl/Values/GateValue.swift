/// The verdict of one gate.
package struct GateValue: Codable, Sendable, Hashable {
    package enum Verdict: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case pass, fail, inconclusive, ungated
    }

    /// `f1 at least 0.75`.
    package var gate: String
    package var verdict: Verdict
    package var observed: Double?
    /// What `observed` had to reach.
    package var bound: Double?
    package var explanation: String

    package init(gate: String, verdict: Verdict, observed: Double? = nil, bound: Double? = nil, explanation: String) {
        self.gate = gate
        self.verdict = verdict
        self.observed = observed
        self.bound = bound
        self.explanation = explanation
    }
}
