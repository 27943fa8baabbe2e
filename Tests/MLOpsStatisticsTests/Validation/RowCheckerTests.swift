import MLOpsStatistics
import Testing

@Suite struct `Checked rows` {
    static let schema: DataSchema = {
        var schema = SyntheticTable.customers(rows: 2000, seed: 5).schema()
        schema.dataset.key = ["age", "plan"]
        schema.dataset.maximumDuplicateRows = 0
        schema.dataset.comparisons = [RowComparison("age", .atMost, "visits"), RowComparison("plan", .less, "city")]
        schema.dataset.label = "churned"
        for index in schema.columns.indices where schema.columns[index].type.isText {
            schema.columns[index].length = ValueRange(4, 6)
            schema.columns[index].pattern = "[a-z ]+"
            schema.columns[index].domain = ["free", "city 1"]
        }
        if let age = schema.index(of: "age") { schema.columns[age].isUnique = true }
        if let at = schema.index(of: "at") {
            schema.columns[at].maximumFuture = 0
            schema.columns[at].monotone = .strict
        }
        return schema
    }()

    static func report(_ checker: RowChecker) -> ValidationReport {
        SchemaCheck(
            schema: schema, facts: checker.facts, context: ValidationContext(now: 1_700_000_000_000_000)
        ).report
    }

    @Test func `of several workers are reported as those of one`() {
        let table = SyntheticTable.customers(rows: 1500, seed: 6).repeatingFirst(40)
        let now: Int64 = 1_700_000_000_000_000
        let whole = Self.report(table.checker(Self.schema, now: now, [0..<1540]))
        #expect(whole.violations.count > 8)
        for cuts in [[0, 1, 700, 1539, 1540], [0, 300, 301, 1000, 1540]] {
            let ranges = zip(cuts, cuts.dropFirst()).map { $0..<$1 }
            // Each worker has every other batch; the later rows come first.
            var odd = table.checker(Self.schema, now: now, [ranges[1], ranges[3]])
            odd.merge(table.checker(Self.schema, now: now, [ranges[0], ranges[2]]))
            #expect(Self.report(odd) == whole)
        }
    }

    @Test func `are exemplified by the first of them`() throws {
        var schema = DataSchema()
        schema.columns = [ColumnRules(name: "n", type: .int)]
        schema.columns[0].range = ValueRange(0, 10)
        let table = SyntheticTable(columns: [("n", .int([1, 11, nil, 5, -1] + [Int64?](repeating: 12, count: 9)))])
        let report = table.check(schema)
        let range = try #require(report.violations.first { $0.rule == .range })
        #expect(range.examples.map(\.row) == [2, 5, 6, 7, 8])
        #expect(range.examples.first?.value == "11")
        #expect(range.count == 11 && range.rows == 13)
        #expect(report.violations.first { $0.rule == .null }?.examples == [RowExample(row: 3, value: nil)])
        #expect(report.verdict == .block)
    }

    @Test func `tell a column that knows the label`() throws {
        var draws = Draws(seed: 4)
        let label = (0..<500).map { _ in draws.isHit(0.3) ? 1 as Int64? : 0 }
        let answer = label.map { $0 == 1 ? "yes" : "no" as String? }
        let noise = label.map { _ in draws.normal() as Double? }
        let table = SyntheticTable(columns: [("y", .int(label)), ("answer", .text(answer)), ("noise", .float(noise))])
        var schema = DataSchema(columns: [
            ColumnRules(name: "y", type: .int), ColumnRules(name: "answer", type: .string),
            ColumnRules(name: "noise", type: .float),
        ])
        schema.dataset.label = "y"
        #expect(table.check(schema).violations.map { "\($0.column ?? "") \($0.rule.rawValue)" } == ["answer leakage"])
    }

    @Test func `without a single row are no fault but of the least number of rows`() {
        var schema = Self.schema
        schema.dataset.minimumRows = 1
        let report = SyntheticTable.customers(rows: 0, seed: 1).check(schema, ValidationContext(now: 0))
        #expect(report.violations.map(\.rule) == [.rows])
    }

    @Test func `of all kinds of nothing never trap`() {
        let hostile: [Double?] = [
            nil, .nan, .infinity, -.infinity, 0, -0.0, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 1e300,
        ]
        let moments: [Int64?] = [.max, .min, nil, 0, -1, 1, .max, .min, 0]
        let table = SyntheticTable(columns: [
            ("a", .float(hostile)), ("b", .moment(moments)), ("c", .int(moments)),
            ("d", .text(["", nil, "\0", "ä", "x", "x", "x", "x", "x"])),
        ])
        var schema = table.schema()
        schema.columns[1].maximumFuture = .max
        schema.columns[1].maximumLag = 0
        schema.columns[2].monotone = .weak
        schema.columns[0].median = .leastNonzeroMagnitude
        schema.dataset.comparisons = [RowComparison("a", .less, "c"), RowComparison("b", .equal, "c")]
        let report = table.check(schema, ValidationContext(now: .min, wallOffset: .min))
        #expect(report.unchecked.contains { $0.rule == .comparison })
        #expect(report.violations.contains { $0.rule == .monotone })
    }
}
