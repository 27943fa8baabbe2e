@testable import MLOpsConfig
import MLOpsStatistics
import Testing

@Suite struct `A schema file` {
    static let whole = """
        # The customers of the shop.
        schema: 3
        accepted_by: "Ada: L."
        accepted_at: 2026-03-30T01:00:00Z
        dataset:
          min_rows: 500  # a slow Sunday
          max_rows: 100000
          rows_per_window: {phase: hour_of_week, z: 4}
          malformed_max: 0.01
          time: ts
          max_staleness: 26h
          timezone: Europe/Berlin
          key: [id]
          key_unique: approx
          duplicate_rows_max: 0.001
          allow_new_columns: block
          order: exact
          compare: [begin <= end, {rule: end != ts 2, max: 0.01, severity: warn}]
          label: churned
          leakage: 0.99
          false_alarms: 0.01
          severity: {rows: warn}
        defaults:
          nullable: 0.001
        columns:
          id: {type: int, unique: true, drift: off}
          # Years, as the customer says.
          age: {type: int, nullable: 0.02, range: [0, 120], soft_range: [17, 94], soft_max: 0.02, semantic: numeric}
          price: {type: float, decimal: comma, nan_max: 0.1, infinite_max: 0.1, range: {min: 0, suggested: true}}
          plan: {type: category, domain: [free, "no", "1", "a, b", ""], unseen_max: 0.001, case: ignore, weight: 2}
          code: {type: string, nullable: 0, length: [2, 8], pattern: "[A-Z]{2}\\\\d*", pii: true}
          ts: {type: timestamp, format: rfc3339, max_lag: 2h, max_future: 5min, monotone: weak}
          begin: {type: date, format: "%d.%m.%Y"}
          end: {type: date, required: false, severity: {missing: info, null: warn}}
          "ts 2": {type: date}
          churned: {type: bool, varies: true}
        environments:
          train: {require: [churned]}
          serve: {forbid: [churned]}
        """

    static func parse(_ text: String) throws(ConfigurationError) -> DataSchema {
        try DataSchemaFile.parse(Array(text.utf8), path: "s.yaml")
    }

    static func problems(_ text: String) -> [String] {
        do throws(ConfigurationError) {
            _ = try parse(text)
            return []
        } catch {
            return error.diagnostics.map(\.description)
        }
    }

    /// A schema of one column.
    static func column(_ rules: String) -> String { "schema: 1\ncolumns:\n  a: {\(rules)}\n" }

    @Test func `is read with all its keys`() throws {
        let schema = try Self.parse(Self.whole)
        #expect(schema.version == 3)
        #expect(schema.acceptedBy == "Ada: L.")
        #expect(schema.acceptedAt == 1_774_832_400_000_000)
        #expect(schema.dataset.volume == VolumeRule(phase: .hourOfWeek, z: 4))
        #expect(schema.dataset.maximumStaleness == Int64(26 * 3_600_000_000))
        #expect(schema.dataset.comparisons.map(\.text) == ["begin <= end", "end != ts 2"])
        #expect(
            schema.columns.map(\.name) == [
                "id", "age", "price", "plan", "code", "ts", "begin", "end", "ts 2", "churned",
            ])
        let age = schema.columns[1]
        #expect(age.range == ValueRange(0, 120) && age.nullable == 0.02 && age.maximumInvalid == 0)
        #expect(schema.columns[0].nullable == 0.001)
        #expect(schema.columns[2].range == ValueRange(0, nil, isSuggested: true))
        #expect(schema.columns[3].domain == ["free", "no", "1", "a, b", ""])
        #expect(schema.columns[4].pattern == "[A-Z]{2}\\d*" && schema.columns[4].nullable == 0)
        #expect(schema.columns[7].severities == [.missing: .info, .null: .warn])
        #expect(schema.environments[1].forbidden == ["churned"])
    }

    @Test func `comes back the same when it is written`() throws {
        let schema = try Self.parse(Self.whole)
        let text = DataSchemaWriter.text(schema, replacing: Self.whole)
        #expect(try Self.parse(text) == schema)
        #expect(DataSchemaWriter.text(try Self.parse(text), replacing: text) == text)
        #expect(DataSchemaWriter.lostComments(in: text, of: Self.whole) == [])
        #expect(text.contains("  # Years, as the customer says.\n  age: {"))
        #expect(text.contains("  min_rows: 500  # a slow Sunday\n"))
    }

    @Test func `that is written anew tells which comments it lost`() throws {
        let old = Self.column("type: int") + "  b:\n    # deep\n    type: int\n"
        let text = DataSchemaWriter.text(try Self.parse(old), replacing: old)
        #expect(DataSchemaWriter.lostComments(in: text, of: old) == ["# deep"])
    }

    @Test(arguments: [
        "", "a b", "no", "1.5", "- x", "a: b", "a #b", "x\"y", "\u{0}\u{1F}\u{7F}", "ä", "😀", "\u{202E}", "x\u{FEFF}",
        "a\nb", "{", "*a", "&a", "!x", "%", "null", "~", "a\\n", "'", " a ", "\u{2028}",
    ]) func `keeps every text as it is`(text: String) throws {
        var rules = ColumnRules(name: "a" + text.filter { $0 != "\0" }, type: .category)
        rules.domain = [text.filter { $0 != "\0" }, "other"]
        let schema = DataSchema(columns: [rules])
        #expect(try Self.parse(DataSchemaWriter.text(schema)) == schema)
    }

    @Test(arguments: [
        ("", "s.yaml: the file is empty; mlopsctl schema infer FILE writes a schema"),
        ("columns: {}", "s.yaml:1:1: the key \"schema\" is missing"),
        ("schema: 1", "s.yaml:1:1: the key \"columns\" is missing"),
        ("schema: 0\ncolumns: {}", "s.yaml:1:9: schema: must be between 1 and 1000000000, not \"0\""),
        (
            column("type: in"),
            "s.yaml:3:13: columns.a.type: must be one of bool, int, float, category, string, timestamp, date, time, not "
                + "\"in\"; did you mean \"int\"?"
        ),
        (column("type: int, rang: [0, 1]"), "s.yaml:3:18: columns.a.rang: unknown key; did you mean \"range\"?"),
        (column("type: int, type: int"), "s.yaml:3:7: type: the key is given twice in one mapping; keep one of them"),
        (column("type: int, range: [3, 1]"), "s.yaml:3:25: columns.a.range: begins at 3, above its end 1"),
        (
            column("type: int, range: [3]"),
            "s.yaml:3:25: columns.a.range: has to be two numbers: [min, max]; write {min: 0} for a bound at one end alone"
        ),
        (column("type: int, nullable: 2"), "s.yaml:3:28: columns.a.nullable: must be between 0.0 and 1.0"),
        (column("type: string, pattern: \"a(b\""), "s.yaml:3:32: columns.a.pattern: a ( is not closed"),
        (
            column("type: string, range: [0, 1]"),
            "s.yaml:3:28: columns.a.range: does not apply to a column of type string; remove it"
        ),
        (
            column("type: int, domain: [a]"),
            "s.yaml:3:27: columns.a.domain[0]: must be a number, for the column is of type int"
        ),
        (column("type: string, domain: [a, a]"), "s.yaml:3:33: columns.a.domain[1]: \"a\" is named twice"),
        (column("type: string, unseen_max: 0.1"), "s.yaml:3:33: columns.a.unseen_max: needs the key domain; remove it"),
        (
            column("type: int, severity: {nul: warn}"),
            "s.yaml:3:29: columns.a.severity.nul: unknown key; did you mean \"null\"?"
        ),
        (
            column("type: timestamp, format: \"%Q\""),
            "s.yaml:3:32: columns.a.format: \"%Q\" is not a format; write one of rfc3339, iso, epoch_s, epoch_ms, epoch_us, "
                + "or a pattern such as %d.%m.%Y of %YymbdHIMSfzp%"
        ),
        (
            "schema: 1\ncolumns: {a: {type: int}}\ndataset: {key: [b]}",
            "s.yaml:3:10: dataset: there is no column \"b\"; did you mean \"a\"?"
        ),
        (
            "schema: 1\ncolumns: {a: {type: int}}\ndataset: {compare: [a<=b]}",
            "s.yaml:3:21: dataset.compare[0]: must be two columns with a sign between them, not \"a<=b\"; put spaces around "
                + "the sign, one of <= >= != == < >"
        ),
        (
            "schema: 1\ncolumns: {a: &x {type: int}}",
            "s.yaml:2:14: anchors (&name) and aliases (*name) are not accepted; write the value out wherever it is used"
        ),
        (
            "schema: 1\ncolumns: {a: !!int x}",
            "s.yaml:2:14: tags (!!int) are not accepted; the key alone says what type its value has"
        ),
    ]) func `with a mistake is refused with its place`(text: String, problem: String) {
        #expect(Self.problems(text) == [problem])
    }

    @Test func `has no key that the documentation does not name`() throws {
        for schema in Schema.allOfDataSchema {
            #expect(Set(schema.keys).count == schema.keys.count, "\(schema.title)")
        }
    }
}
