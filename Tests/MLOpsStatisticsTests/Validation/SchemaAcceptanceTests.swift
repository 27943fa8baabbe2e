import MLOpsStatistics
import Testing

@Suite struct `An accepted change` {
    /// What is accepted makes the file pass, and the change says what it loosened.
    @Test(arguments: `Injected faults`.Fault.allCases)
    func `lets the file pass that it was made for`(fault: `Injected faults`.Fault) throws {
        var draws = Draws(seed: 3)
        var table = SyntheticTable.customers(rows: 4000, seed: 88, firstID: 100_000)
        fault.inject(&table, &draws)
        var schema = `Injected faults`.schema
        for _ in 0..<3 {
            let check = SchemaCheck(schema: schema, facts: table.facts(schema))
            guard !check.report.violations.isEmpty else { break }
            let inference = SchemaInference(table.evidence())
            schema = schema.accepting(
                check.findings.compactMap(\.fix), inferred: inference.rules(of:), by: "ada", at: 1)
        }
        #expect(table.check(schema).violations == [])
        #expect(schema.version > 1 && schema.acceptedBy == "ada" && schema.acceptedAt == 1)
        let changes = SchemaDifference(from: `Injected faults`.schema, to: schema).changes
        #expect(!changes.isEmpty)
        #expect(SchemaDifference(from: schema, to: schema).changes.isEmpty)
    }

    @Test func `says what it loosens and what it tightens`() {
        var old = DataSchema(columns: [ColumnRules(name: "a", type: .int), ColumnRules(name: "b", type: .category)])
        old.columns[0].range = ValueRange(0, 10)
        old.columns[1].domain = ["x"]
        var new = old
        new.columns[0].range = ValueRange(0, 20)
        new.columns[0].nullable = 0.1
        new.columns[1].domain = ["x", "y"]
        new.dataset.minimumRows = 5
        let changes = SchemaDifference(from: old, to: new).changes
        #expect(
            changes.map(\.key) == ["dataset.min_rows", "columns.a.nullable", "columns.a.range", "columns.b.domain"])
        #expect(changes.map(\.effect) == [.tightened, .loosened, .loosened, .loosened])
        let back = SchemaDifference(from: new, to: old).changes.map(\.effect)
        #expect(back.sorted { $0.rawValue < $1.rawValue } == [.loosened, .tightened, .tightened, .tightened])
    }

    @Test func `without any change keeps the version`() {
        let schema = `Injected faults`.schema
        #expect(schema.accepting([], inferred: { _ in nil }, by: "ada", at: 1) == schema)
    }
}
