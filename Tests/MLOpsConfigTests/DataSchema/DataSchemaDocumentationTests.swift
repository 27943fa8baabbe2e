import Foundation
@testable import MLOpsConfig
import MLOpsStatistics
import Testing

/// The article on schema files names every key with its default.
@Suite struct `Documentation of schema files` {
    static func article() throws -> String {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../Sources")
        return try String(
            contentsOf: sources.appending(path: "MLOpsConfig/MLOpsConfig.docc/DataSchema.md").standardized,
            encoding: .utf8)
    }

    /// The first two cells of each row of a section's table.
    static func table(_ title: String) throws -> [String: String] {
        let parts = try article().components(separatedBy: "\n### ")
        let section = try #require(parts.first { $0.hasPrefix(title + "\n") }, "there is no section \(title)")
        let rows = section.matches(of: /(?m)^\| `([a-z_]+)` \| ([^|]+) \|/)
        return Dictionary(uniqueKeysWithValues: rows.map { (String($0.1), String($0.2)) })
    }

    @Test(
        arguments: [
            ("The file", Schema.dataSchema), ("dataset", .schemaDataset), ("rows_per_window", .schemaVolume),
            ("compare", .schemaComparison), ("defaults", .schemaDefaults), ("columns", .schemaColumn),
            ("range", .schemaRange), ("environments", .schemaEnvironment), ("severity", .schemaDatasetSeverity),
        ])
    func `names all keys and no other`(title: String, schema: Schema) throws {
        #expect(try Self.table(title).keys.sorted() == schema.keys.sorted())
    }

    @Test func `names the severity of each rule`() throws {
        let documented = try Self.table("severity")
        for rule in ValidationRule.allCases {
            #expect(documented[rule.rawValue] == rule.defaultSeverity.rawValue, "\(rule.rawValue)")
        }
    }

    @Test func `names the defaults that the code has`() throws {
        let (dataset, columns) = (try Self.table("dataset"), try Self.table("columns"))
        let (rules, column, volume) = (DatasetRules(), ColumnRules(name: "a", type: .int), VolumeRule())
        #expect(dataset["malformed_max"] == NumberText.text(rules.maximumMalformed))
        #expect(dataset["leakage"] == NumberText.text(rules.maximumCorrelation))
        #expect(dataset["false_alarms"] == NumberText.text(rules.falseAlarms))
        #expect(dataset["key_unique"] == rules.keyUniqueness.rawValue)
        #expect(dataset["order"] == rules.order.rawValue)
        #expect(dataset["allow_new_columns"] == rules.newColumns?.rawValue)
        #expect(columns["soft_max"] == NumberText.text(column.maximumOutside))
        #expect(columns["unseen_max"] == NumberText.text(column.maximumUnseen))
        #expect(columns["weight"] == NumberText.text(column.weight))
        #expect(columns["case"] == column.letterCase.rawValue)
        #expect(columns["required"] == "\(column.isRequired)")
        #expect(columns["unique"] == "\(column.isUnique)")
        #expect(columns["varies"] == "\(column.varies)")
        #expect(columns["pii"] == "\(column.isPersonal)")
        let window = try Self.table("rows_per_window")
        #expect(window["phase"] == volume.phase.rawValue)
        #expect(window["z"] == NumberText.text(volume.z))
        for rate in try Self.table("defaults").values { #expect(rate == "0") }
    }

    @Test func `its example is a schema, and reads back from what is written of it`() throws {
        let article = try Self.article()
        let example = try #require(article.firstMatch(of: /```yaml\n([^`]+)```/)).1
        let schema = try DataSchemaFile.parse(Array(example.utf8), path: "example.yaml")
        #expect(schema.columns.count == 10)
        #expect(schema.columns[9].severities == [.missing: .block, .null: .warn])
        let written = DataSchemaWriter.text(schema)
        #expect(try DataSchemaFile.parse(Array(written.utf8), path: "written.yaml") == schema)
    }
}
