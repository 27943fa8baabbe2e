import Foundation
import MLOpsData
import MLOpsStatistics
import Testing

/// Text in, violations out: one case a rule at least.
@Suite struct `A file held against a schema` {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var csv: String
        var rules: @Sendable (inout DataSchema) -> Void
        var context = ValidationContext(now: 1_767_225_600_000_000)
        /// `column rule severity count rows-of-examples`.
        var expected: [String]

        var testDescription: String { name }
    }

    static func schema(_ columns: [(String, SchemaType)]) -> DataSchema {
        DataSchema(columns: columns.map { ColumnRules(name: $0.0, type: $0.1) })
    }

    static func lines(_ violations: [Violation]) -> [String] {
        violations.map { violation in
            let rows = violation.examples.map { "\($0.row)" }.joined(separator: ",")
            let parts = [
                violation.column ?? "-", violation.rule.rawValue, violation.severity.rawValue,
                violation.count.map { "\($0)" } ?? "-", rows,
            ]
            return parts.filter { !$0.isEmpty }.joined(separator: " ")
        }
    }

    static let columns: [(String, SchemaType)] = [("a", .int), ("b", .string)]

    static let cases: [Case] = [
        Case(name: "right", csv: "a,b\n1,x\n2,y\n", rules: { _ in }, expected: []),
        Case(
            name: "missing and new", csv: "a,c\n1,x\n", rules: { _ in },
            expected: ["b missing block -", "c new warn -"]),
        Case(name: "optional", csv: "a\n1\n", rules: { $0.columns[1].isRequired = false }, expected: []),
        Case(
            name: "new columns are told as the schema wants", csv: "a,b,c\n1,x,1\n",
            rules: { $0.dataset.newColumns = nil }, expected: []),
        Case(
            name: "renamed", csv: "a,bb_b\n1,x\n", rules: { $0.columns[1].name = "bbb" },
            expected: ["bbb missing block -", "bb_b new warn -"]),
        Case(
            name: "another type", csv: "a,b\nx,x\ny,y\n", rules: { _ in }, expected: ["a type block 2 1,2"]),
        Case(
            name: "a cell of another type", csv: "a,b\n1,x\n2,x\nq,x\n", rules: { _ in },
            expected: ["a invalid block 1 3"]),
        Case(
            name: "a fraction", csv: "a,b\n1,x\n2,x\n3.5,x\n", rules: { _ in }, expected: ["a invalid block 1 3"]),
        Case(name: "null", csv: "a,b\n1,x\n,x\n3,x\n", rules: { _ in }, expected: ["a null block 1 2"]),
        Case(
            name: "a rate that chance explains", csv: "a,b\n1,x\n,x\n3,x\n",
            rules: { $0.columns[0].nullable = 0.1 }, expected: []),
        Case(
            name: "a rate that chance does not explain", csv: "a,b\n" + String(repeating: ",x\n1,x\n", count: 20),
            rules: { $0.columns[0].nullable = 0.1 }, expected: ["a null block 20 1,3,5,7,9"]),
        Case(
            name: "NaN and infinity", csv: "a,b\n1.5,x\nnan,x\n-inf,x\n", rules: { $0.columns[0].type = .float },
            expected: ["a nan block 1 2", "a infinite block 1 3"]),
        Case(
            name: "range", csv: "a,b\n1,x\n-2,x\n9,x\n", rules: { $0.columns[0].range = ValueRange(0, 5) },
            expected: ["a range block 2 2,3"]),
        Case(
            name: "a suggested range warns", csv: "a,b\n1,x\n-2,x\n",
            rules: { $0.columns[0].range = ValueRange(0, nil, isSuggested: true) }, expected: ["a range warn 1 2"]),
        Case(
            name: "soft range", csv: "a,b\n" + String(repeating: "1,x\n9,x\n", count: 20),
            rules: { $0.columns[0].softRange = ValueRange(0, 5) }, expected: ["a soft_range warn 20 2,4,6,8,10"]),
        Case(
            name: "domain", csv: "a,b\n1,x\n2,Y\n3,z\n", rules: { $0.columns[1].domain = ["x", "y"] },
            expected: ["b unseen warn 2 2,3"]),
        Case(
            name: "domain of both cases", csv: "a,b\n1,x\n2,Y\n3,z\n",
            rules: { ($0.columns[1].domain, $0.columns[1].letterCase) = (["x", "y"], .ignore) },
            expected: ["b unseen warn 1 3"]),
        Case(
            name: "length in scalars", csv: "a,b\n1,äöü\n2,äöüß\n", rules: { $0.columns[1].length = ValueRange(1, 3) },
            expected: ["b length block 1 2"]),
        Case(
            name: "pattern", csv: "a,b\n1,AB1\n2,AB\n3,aAB1\n", rules: { $0.columns[1].pattern = "[A-Z]{2}\\d+" },
            expected: ["b pattern block 2 2,3"]),
        Case(
            name: "unique", csv: "a,b\n1,x\n2,x\n1,x\n1,x\n", rules: { $0.columns[0].isUnique = true },
            expected: ["a unique block 2 3,4"]),
        Case(
            name: "key", csv: "a,b\n1,x\n1,y\n1,x\n", rules: { $0.dataset.key = ["a", "b"] },
            expected: ["- key block 1 3"]),
        Case(
            name: "duplicate rows", csv: "a,b\n1,x\n1,y\n1,x\n", rules: { $0.dataset.maximumDuplicateRows = 0 },
            expected: ["- duplicate_rows warn 1 3"]),
        Case(
            name: "constant", csv: "a,b\n" + String(repeating: "1,x\n", count: 200),
            rules: { $0.columns[1].varies = true }, expected: ["b constant warn -"]),
        Case(
            name: "constant by chance", csv: "a,b\n" + String(repeating: "1,x\n", count: 20),
            rules: { $0.columns[1].varies = true }, expected: []),
        Case(
            name: "unit", csv: "a,b\n" + (1...60).map { "\(1000 * $0),x\n" }.joined(),
            rules: { $0.columns[0].median = 30.5 }, expected: ["a unit block -"]),
        Case(
            name: "monotone", csv: "a,b\n1,x\n3,x\n2,x\n2,x\n",
            rules: { $0.columns[0].monotone = .strict }, expected: ["a monotone warn 2 3,4"]),
        Case(
            name: "rows", csv: "a,b\n1,x\n", rules: { $0.dataset.minimumRows = 2 }, expected: ["- rows block -"]),
        Case(
            name: "too many rows", csv: "a,b\n1,x\n2,x\n", rules: { $0.dataset.maximumRows = 1 },
            expected: ["- rows block -"]),
        Case(
            name: "no row", csv: "a,b\n", rules: { $0.dataset.minimumRows = 1 }, expected: ["- rows block -"]),
        Case(
            name: "malformed", csv: "a,b\n1,x\n2,x,3\n", rules: { _ in }, expected: ["- malformed block 1 2"]),
        Case(name: "order", csv: "b,a\nx,1\n", rules: { $0.dataset.order = .exact }, expected: ["- order warn -"]),
        Case(
            name: "comparison", csv: "a,b\n1,x\n2,y\n",
            rules: { schema in
                schema.columns.append(ColumnRules(name: "c", type: .int))
                schema.columns[2].isRequired = false
                schema.dataset.comparisons = [RowComparison("a", .atMost, "c")]
            }, expected: []),
        Case(
            name: "comparison of rows", csv: "a,b,c\n1,x,1\n2,y,1\n3,y,\n",
            rules: { schema in
                schema.columns.append(ColumnRules(name: "c", type: .int))
                schema.columns[2].nullable = 1
                schema.dataset.comparisons = [RowComparison("a", .atMost, "c")]
            }, expected: ["- comparison block 1 2"]),
        Case(
            name: "leakage", csv: "a,b,c\n" + (1...80).map { "\($0),x,\(2 * $0)\n" }.joined(),
            rules: { schema in
                schema.columns.append(ColumnRules(name: "c", type: .int))
                schema.dataset.label = "c"
            }, expected: ["a leakage block -"]),
        Case(
            name: "forbidden", csv: "a,b\n1,x\n",
            rules: { $0.environments = [SchemaEnvironment(name: "serve", forbidden: ["b"])] },
            context: ValidationContext(environment: "serve"), expected: ["b forbidden block -"]),
        Case(
            name: "required there", csv: "a\n1\n",
            rules: { $0.environments = [SchemaEnvironment(name: "train", required: ["b"])] },
            context: ValidationContext(environment: "train"), expected: ["b missing block -"]),
        Case(
            name: "of environments and of none", csv: "a\n1\n",
            rules: { $0.environments = [SchemaEnvironment(name: "train", required: ["b"])] }, expected: []),
        Case(
            name: "volume", csv: "a,b\n1,x\n", rules: { $0.dataset.volume = VolumeRule() },
            context: ValidationContext(earlierRows: [1000, 990, 1010, 1005, 995, 1001]),
            expected: ["- volume warn -"]),
        Case(
            name: "severities as the schema says", csv: "a,b\n,x\n",
            rules: { schema in
                schema.dataset.severities[.null] = .info
                schema.columns[0].severities[.null] = .warn
            }, expected: ["a null warn 1 1"]),
    ]

    @Test(arguments: cases) func `breaks the rules that it breaks`(test: Case) throws {
        var schema = Self.schema(Self.columns)
        test.rules(&schema)
        let report = try FileValidator(schema: schema)
            .validate(DataFile(bytes: Array(test.csv.utf8), name: "t.csv"), test.context)
        #expect(Self.lines(report.violations) == test.expected, "\(report.violations.map(\.explanation))")
    }

    static let moments = "a,b\n1,2025-12-31T21:00:00Z\n2,2026-01-01T00:30:00Z\n"

    @Test(
        arguments: [
            // 2026-01-01T00:00:00Z
            (1_767_225_600_000_000, ["b future warn 1 2"]), (1_767_225_600_000_000 + 3_600_000_000, []),
            (1_767_225_600_000_000 + 86_400_000_000, ["b lag warn -", "- staleness warn -"]),
        ] as [(Int64, [String])])
    func `is as old as the time of the check makes it`(now: Int64, expected: [String]) throws {
        var schema = Self.schema([("a", .int), ("b", .timestamp)])
        schema.columns[1].format = .rfc3339
        schema.columns[1].maximumLag = 3_600_000_000
        schema.columns[1].maximumFuture = 60_000_000
        schema.dataset.time = "b"
        schema.dataset.maximumStaleness = 2 * 3_600_000_000
        let file = DataFile(bytes: Array(Self.moments.utf8), name: "t.csv")
        let validator = FileValidator(schema: schema)
        #expect(Self.lines(try validator.validate(file, ValidationContext(now: now)).violations) == expected)
        // Without a clock nothing is said, and that is said.
        let unknown = try validator.validate(file, ValidationContext())
        #expect(unknown.violations.isEmpty)
        #expect(unknown.unchecked.map(\.rule.rawValue).sorted() == ["future", "lag", "staleness"])
    }

    @Test func `is the same report whatever the workers and blocks`() throws {
        var csv = "id,x,c\n"
        for row in 0..<40_000 {
            let x = row % 977 == 5 ? "" : row % 1301 == 7 ? "oops" : "\(row % 500)"
            csv += "\(row == 31_000 ? 17 : row),\(x),\(row % 503 == 0 ? "new \(row)" : "c\(row % 7)")\n"
        }
        var schema = Self.schema([("id", .int), ("x", .int), ("c", .category)])
        schema.columns[0].isUnique = true
        schema.columns[0].monotone = .weak
        schema.columns[1].range = ValueRange(0, 498)
        schema.columns[2].domain = (0..<7).map { "c\($0)" }
        schema.dataset.key = ["id"]
        schema.dataset.maximumDuplicateRows = 0
        let bytes = Array(csv.utf8)
        let expected = [
            "id unique block 1 31001", "x null block 41 6,983,1960,2937,3914",
            "x invalid block 31 8,1309,2610,3911,5212",
            "x range block 79 500,1000,1500,2000,2500", "- key block 1 31001", "id monotone warn 1 31001",
            "c unseen warn 80 1,504,1007,1510,2013",
        ]
        for (workers, block) in [(1, 1 << 19), (2, 10_000), (4, 40_000), (3, 1000)] {
            let validator = FileValidator(schema: schema, options: ReadOptions(blockBytes: block), workers: workers)
            let report = try validator.validate(DataFile(bytes: bytes, name: "t.csv"), ValidationContext())
            #expect(Self.lines(report.violations) == expected, "\(workers) workers, \(block) bytes")
        }
    }

    @Test func `whose values are personal is told of by hashes`() throws {
        var schema = Self.schema(Self.columns)
        schema.columns[1].isPersonal = true
        schema.columns[1].domain = ["x"]
        schema.columns[0].isPersonal = true
        schema.columns[0].range = ValueRange(0, 5)
        let report = try FileValidator(schema: schema)
            .validate(DataFile(bytes: Array("a,b\n71,ada@example.com\n".utf8), name: "t.csv"), ValidationContext())
        let text = String(decoding: try JSONEncoder().encode(report), as: UTF8.self)
        #expect(report.violations.map(\.rule) == [.range, .unseen])
        #expect(!text.contains("ada@") && !text.contains("\"71") && !text.contains(" 71"), "\(text)")
        #expect(report.violations.allSatisfy { $0.examples.first?.value?.hasPrefix("hash:") == true })
    }

    @Test func `makes a report that JSON keeps`() throws {
        var schema = Self.schema([("a", .float), ("b", .string)])
        schema.columns[0].range = ValueRange(0, 1)
        let report = try FileValidator(schema: schema).validate(
            DataFile(bytes: Array("a,b\n1e308,x\n-1e308,x\nnan,x\ninf,\n".utf8), name: "t.csv"), ValidationContext())
        #expect(report.violations.count == 4)
        #expect(try JSONDecoder().decode(ValidationReport.self, from: try JSONEncoder().encode(report)) == report)
    }

    @Test func `of which some rows count is judged by these alone`() throws {
        let csv = "a,b\n1,x\nq,x\n,x\n4,x\n"
        let file = DataFile(bytes: Array(csv.utf8), name: "t.csv")
        let validator = FileValidator(schema: Self.schema(Self.columns))
        #expect(try validator.validate(file, ValidationContext()).violations.count == 2)
        let some = try validator.validate(file, ValidationContext()) { $0 != 1 && $0 != 2 }
        #expect(some.rows == 2 && some.violations.isEmpty)
    }

    @Test func `of JSON Lines is held against it the same way`() throws {
        let text = #"{"a":1,"b":"x"}"# + "\n" + #"{"a":"q","b":null}"# + "\n[1]\n"
        let report = try FileValidator(schema: Self.schema(Self.columns))
            .validate(DataFile(bytes: Array(text.utf8), name: "t.jsonl"), ValidationContext())
        #expect(
            Self.lines(report.violations).sorted() == [
                "- malformed block 1 3", "a invalid block 1 2", "b null block 1 2",
            ])
    }
}
