/// Something about what is live is not as the record says.
package struct RegistryDoubt: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The target leads elsewhere than the ledger says.
        case target
        /// The champion's files are not those that were registered.
        case model
    }

    package let kind: Kind
    /// What the ledger says is live.
    package let version: ModelVersionID
    package let text: String

    package init(_ kind: Kind, of version: ModelVersionID, _ text: String) {
        (self.kind, self.version, self.text) = (kind, version, text)
    }
}
