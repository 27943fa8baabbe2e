/// A line of `GET /v1/runs/{id}/logs`: what a step wrote.
package struct LogLine: Codable, Sendable, Hashable {
    package enum Stream: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case stdout, stderr
    }

    package var step: String
    package var attempt: Int
    /// nil: both were captured as one.
    package var stream: Stream?
    package var at: Timestamp?
    /// Without the line feed; bytes that are not UTF-8 are replaced.
    package var text: String
    /// The place behind this line, for `after`; nil: an older daemon tells none.
    package var cursor: String?

    package init(
        step: String, attempt: Int, stream: Stream? = nil, at: Timestamp? = nil, text: String, cursor: String? = nil
    ) {
        self.step = step
        self.attempt = attempt
        self.stream = stream
        self.at = at
        self.text = text
        self.cursor = cursor
    }
}
