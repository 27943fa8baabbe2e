/// A node of the tree that says why something is true, false or unknown, started or held.
package struct ExplanationNode: Codable, Sendable, Hashable {
    package struct Value: Codable, Sendable, Hashable {
        package var name: String
        package var text: String

        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// What was judged: `weekly`, `all`, `cooldown`.
    package var subject: String
    package var verdict: VerdictValue
    /// One sentence.
    package var text: String
    /// What it was judged by.
    package var values: [Value]
    /// What would have to happen for it to become true, where that can be said.
    package var missing: String?
    /// The earliest time at which it can become true without new evidence.
    package var nextAt: Timestamp?
    package var children: [ExplanationNode]

    package init(
        subject: String, verdict: VerdictValue, text: String, values: [Value] = [], missing: String? = nil,
        nextAt: Timestamp? = nil, children: [ExplanationNode] = []
    ) {
        self.subject = subject
        self.verdict = verdict
        self.text = text
        self.values = values
        self.missing = missing
        self.nextAt = nextAt
        self.children = children
    }
}
