/// A line of `GET /v1/events`.
package struct EventLine: Codable, Sendable, Hashable {
    /// Give the last one seen as `?after=` to go on where the stream ended.
    package var cursor: String
    package var at: Timestamp
    /// `run-started`, `model-deployed`, `slots-missed` ...
    package var kind: String
    package var pipeline: String?
    package var text: String
    package var trigger: String?
    package var run: String?
    package var step: String?
    package var version: String?
    package var decision: String?

    package init(
        cursor: String, at: Timestamp, kind: String, pipeline: String? = nil, text: String, trigger: String? = nil,
        run: String? = nil, step: String? = nil, version: String? = nil, decision: String? = nil
    ) {
        self.cursor = cursor
        self.at = at
        self.kind = kind
        self.pipeline = pipeline
        self.text = text
        self.trigger = trigger
        self.run = run
        self.step = step
        self.version = version
        self.decision = decision
    }
}
