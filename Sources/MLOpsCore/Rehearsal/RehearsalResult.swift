/// What came of the evidence of a test.
package struct RehearsalResult: Hashable, Sendable {
    /// nil: there can not be such evidence.
    package var outcome: DecisionTest.Expectation?
    /// One line.
    package var reason: String
    /// What kept it from starting; empty when it started.
    package var explanations: [Explanation]
}
