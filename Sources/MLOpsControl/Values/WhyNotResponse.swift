/// The answer of `GET /v1/pipelines/{name}/why-not`: what keeps a pipeline, or one trigger of it, from starting now.
package struct WhyNotResponse: Codable, Sendable, Hashable {
    package var pipeline: String
    package var trigger: String?
    /// True: nothing keeps it, or it runs already.
    package var wouldStart: Bool
    /// One sentence that answers the question.
    package var answer: String
    /// The earliest time at which it can start without new evidence.
    package var nextAt: Timestamp?
    package var explanation: ExplanationNode
    package var nextCommand: String?

    package init(
        pipeline: String, trigger: String? = nil, wouldStart: Bool, answer: String, nextAt: Timestamp? = nil,
        explanation: ExplanationNode, nextCommand: String? = nil
    ) {
        self.pipeline = pipeline
        self.trigger = trigger
        self.wouldStart = wouldStart
        self.answer = answer
        self.nextAt = nextAt
        self.explanation = explanation
        self.nextCommand = nextCommand
    }
}
