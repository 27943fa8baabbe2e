package import MLOpsCore

extension InMemoryMetadataStore {
    /// Uses of evidence whose disposition is not final, in no order.
    package var unsettledUses: [EvidenceUse] { liveUses.rows.map(\.value) }
}
