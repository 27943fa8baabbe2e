/// The answer of `GET /v1/requests/{id}`: a wish to run a pipeline, and what became of it.
package struct RequestDetail: Codable, Sendable, Hashable {
    package enum State: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case pending, started, expired, withdrawn
    }

    package var request: RequestSummary
    package var pipeline: String
    package var state: State
    /// The run that it started.
    package var run: String?
    /// Why it expired or was withdrawn.
    package var detail: String?

    package init(request: RequestSummary, pipeline: String, state: State, run: String? = nil, detail: String? = nil) {
        self.request = request
        self.pipeline = pipeline
        self.state = state
        self.run = run
        self.detail = detail
    }
}
