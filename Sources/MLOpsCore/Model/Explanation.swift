package import MLOpsSchedule

/// A node of the tree that says why something is true, false or unknown, started or held.
package struct Explanation: Hashable, Sendable, Codable {
    /// A value that the node was judged by: `files 3`, `needed 5`.
    package struct Value: Hashable, Sendable, Codable {
        package var name: String
        package var text: String

        package init(_ name: String, _ text: String) {
            self.name = name
            self.text = text
        }
    }

    /// What was judged: `weekly`, `all`, `new data in customers`, `cooldown`.
    package var subject: String
    package var verdict: Verdict
    /// One sentence.
    package var text: String
    package var values: [Value]
    /// What would have to happen for it to become true, where that can be said.
    package var missing: String?
    /// The earliest time at which it can become true without new evidence, or its next slot.
    ///
    /// That of a combination is what its parts allow: all of them the latest, `at_least: k` the k-th, any the earliest,
    /// and nil where too few parts have any.
    package var next: Instant?
    package var children: [Explanation]

    package init(
        subject: String, verdict: Verdict, text: String, values: [Value] = [], missing: String? = nil,
        next: Instant? = nil, children: [Explanation] = []
    ) {
        self.subject = subject
        self.verdict = verdict
        self.text = text
        self.values = values
        self.missing = missing
        self.next = next
        self.children = children
    }
}
