import MLOpsStatistics
import Testing

@Suite struct `Inferred schemas` {
    @Test func `say what the data is`() throws {
        let schema = SyntheticTable.customers(rows: 5000, seed: 1).schema()
        let rules = { (name: String) throws in try #require(schema.index(of: name).map { schema.columns[$0] }) }
        let id = try rules("id"), price = try rules("price"), share = try rules("share"), plan = try rules("plan")
        #expect(id.isUnique && id.semantic == .identifier && !id.watchesDrift && id.softRange == nil)
        #expect(price.range == ValueRange(0, nil, isSuggested: true))
        #expect(price.nullable > 0.02 && price.nullable < 0.04)
        #expect(share.range == ValueRange(0, 1, isSuggested: true) && share.semantic == .probability)
        #expect(plan.type == .category && plan.domain == ["free", "pro", "team"] && plan.varies)
        #expect(try rules("city").domain?.count == 60)
        // That the sample has no negative height says nothing of heights.
        #expect(try rules("height").range == nil)
        #expect(try rules("age").range == nil)
        #expect(try rules("churned").range == ValueRange(0, nil, isSuggested: true))
    }

    @Test func `never take a rate as it was seen`() {
        let schema = SyntheticTable.customers(rows: 10_000, seed: 2).schema()
        // The bound of Clopper and Pearson for 0 of 10,000 at 0.01 / 68.
        #expect(schema.defaults.nullable == 0.00089)
        #expect(schema.columns.allSatisfy { $0.nullable >= 0.00089 && $0.maximumInvalid >= 0.00089 })
    }

    @Test func `of few rows promise little`() {
        let schema = SyntheticTable.customers(rows: 20, seed: 3).schema()
        #expect(
            schema.columns.allSatisfy { $0.domain == nil && $0.softRange == nil && !$0.isUnique && $0.range == nil })
        #expect(schema.defaults.nullable > 0.3)
    }

    /// The promise is one in 100 for the schema and one in 1000 for each window.
    @Test(arguments: [500, 2000, 10_000]) func `are kept by other windows of the same distribution`(rows: Int) {
        var broken: [String] = []
        for seed in 0..<UInt64(rows > 5000 ? 6 : 30) {
            let own = SyntheticTable.customers(rows: rows, seed: 1000 + seed)
            let schema = own.schema()
            #expect(own.check(schema).violations == [])
            for window in 1...3 {
                let other = SyntheticTable.customers(
                    rows: rows / 2, seed: 77_000 + seed * 8 + UInt64(window), firstID: 10 * rows * window)
                broken += other.check(schema).violations.map(\.explanation)
            }
        }
        #expect(broken.count <= 1, "\(broken)")
    }

    @Test func `of evidence do not depend on how it was split`() {
        let table = SyntheticTable.customers(rows: 3000, seed: 9)
        var parts = SchemaEvidence(columns: table.evidenceColumns)
        for range in [2000..<3000, 0..<700, 700..<2000] {
            var part = SchemaEvidence(columns: table.evidenceColumns)
            part.begin(firstRow: range.lowerBound, rowCount: range.count)
            for (index, column) in table.columns.enumerated() {
                column.cells.withBatch { part.add($0.rows(range), column: index) }
            }
            part.end()
            parts.merge(part)
        }
        #expect(SchemaInference(parts).schema == table.schema())
    }
}
