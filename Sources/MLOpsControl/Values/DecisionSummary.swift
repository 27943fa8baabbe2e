/// A decision in one line.
package struct DecisionSummary: Codable, Sendable, Hashable {
    package enum Kind: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case start, merge, hold, suppress, reject
    }

    /// `d31`.
    package var id: String
    package var pipeline: String
    package var kind: Kind
    /// nil: asked for on demand, or about a request of several triggers.
    package var trigger: String?
    package var request: String?
    package var run: String?
    package var summary: String
    package var decidedAt: Timestamp
    /// The last time that the same was decided again.
    package var lastAt: Timestamp?
    /// How often it was decided in a row.
    package var count: Int64

    package init(
        id: String, pipeline: String, kind: Kind, trigger: String? = nil, request: String? = nil, run: String? = nil,
        summary: String, decidedAt: Timestamp, lastAt: Timestamp? = nil, count: Int64
    ) {
        self.id = id
        self.pipeline = pipeline
        self.kind = kind
        self.trigger = trigger
        self.request = request
        self.run = run
        self.summary = summary
        self.decidedAt = decidedAt
        self.lastAt = lastAt
        self.count = count
    }
}
