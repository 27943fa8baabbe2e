import MLOpsStore
import MLOpsTestKit
import Testing

@Suite struct `Conformance of stores` {
    @Test(arguments: MetadataStoreConformance.all)
    func `in memory`(_ conformance: MetadataStoreConformance) throws {
        var store: any InspectableStore = InMemoryMetadataStore()
        try conformance.check(&store)
    }

    @Test(arguments: MetadataStoreConformance.all)
    func `in SQLite`(_ conformance: MetadataStoreConformance) throws {
        let temporary = try TemporaryStore()
        var store: any InspectableStore = try temporary.open()
        try conformance.check(&store)
    }
}
