/// What came of another demand.
package struct ActionReply: Codable, Sendable, Hashable {
    /// One sentence for people.
    package var message: String
    /// The ledger's row, when something is being deployed.
    package var deployment: String?

    package init(message: String, deployment: String? = nil) {
        self.message = message
        self.deployment = deployment
    }
}
