/// What makes a demand that is sent twice one demand.
package struct DemandKey: Hashable, Sendable {
    /// Chosen by the client, `Idempotency-Key`.
    package let text: String
    /// Digest of who demands what.
    package let fingerprint: String

    package init(text: String, fingerprint: String) {
        self.text = text
        self.fingerprint = fingerprint
    }
}
