/// The answer of `GET /v1/runs/{id}/why` and `GET /v1/deployments/{id}/why`: the causes in the order of time.
package struct WhyResponse: Codable, Sendable, Hashable {
    package struct Link: Codable, Sendable, Hashable {
        package enum Stage: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
            case evidence, trigger, request, decision, data, step, candidate, gate, version, deployment, outcome
        }

        package enum Mark: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
            case good, bad, neutral
        }

        package var stage: Stage
        package var mark: Mark
        /// The thing that can be asked about further: `d31`, `r17`, `flights/3`.
        package var id: String?
        package var at: Timestamp?
        package var text: String
        package var explanation: ExplanationNode?

        package init(
            stage: Stage, mark: Mark, id: String? = nil, at: Timestamp? = nil, text: String,
            explanation: ExplanationNode? = nil
        ) {
            self.stage = stage
            self.mark = mark
            self.id = id
            self.at = at
            self.text = text
            self.explanation = explanation
        }
    }

    /// `r17` or `l4`.
    package var id: String
    package var pipeline: String
    /// One sentence that answers the question.
    package var answer: String
    package var chain: [Link]
    package var nextCommand: String?

    package init(id: String, pipeline: String, answer: String, chain: [Link] = [], nextCommand: String? = nil) {
        self.id = id
        self.pipeline = pipeline
        self.answer = answer
        self.chain = chain
        self.nextCommand = nextCommand
    }
}
