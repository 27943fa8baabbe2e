/// A model version that passed its gates and goes live only when a person says so.
package struct ApprovalValue: Codable, Sendable, Hashable {
    /// `flights/4`, the newest that waits.
    package var version: String
    package var since: Timestamp
    /// How many older ones wait, too.
    package var others: Int

    package init(version: String, since: Timestamp, others: Int = 0) {
        self.version = version
        self.since = since
        self.others = others
    }
}

extension ApprovalValue {
    /// The command that lets it go live, ready to be typed.
    package var command: String { Self.command(for: version) }

    package static func command(for version: String) -> String { "mlopsctl approve \(version)" }
}
