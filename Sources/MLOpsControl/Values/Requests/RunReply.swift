/// What came of the wish to run a pipeline or to retry a run.
package struct RunReply: Codable, Sendable, Hashable {
    package enum Result: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case started
        /// The wish waits, alone or merged with one that already did.
        case pending
        /// A dry run's answer.
        case explained
    }

    package var result: Result
    package var run: String?
    package var request: String?
    package var decision: String?
    package var explanation: ExplanationNode?
    /// What the person should know besides: that the pipeline is paused.
    package var note: String?

    package init(
        result: Result, run: String? = nil, request: String? = nil, decision: String? = nil,
        explanation: ExplanationNode? = nil, note: String? = nil
    ) {
        self.result = result
        self.run = run
        self.request = request
        self.decision = decision
        self.explanation = explanation
        self.note = note
    }
}
