import Foundation
import GRDB
import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Testing

@testable import MLOpsStore

@Suite struct `Public views` {
    private let temporary: TemporaryStore
    private let store: SQLiteMetadataStore

    init() throws {
        temporary = try TemporaryStore(history: .recorded)
        store = try temporary.open()
    }

    /// As anyone would read it.
    private func query<Value>(_ read: (Database) throws -> Value) throws -> Value {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: temporary.path, configuration: configuration).read(read)
    }

    @Test func `are the documented ones and no others`() throws {
        let names = try query { try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema WHERE type = 'view'") }
        #expect(names.sorted() == PublicView.all.map(\.name).sorted())
        let documented = [
            "runs", "decisions", "evidence", "evaluations", "models", "gates", "deployments", "aliases", "metrics",
            "files", "profiles",
        ]
        #expect(Set(documented) == Set(names))
    }

    @Test func `tables are private and show it`() throws {
        let names = try query { try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema WHERE type <> 'view'") }
        #expect(names.allSatisfy { $0.hasPrefix("_") || $0.hasPrefix("sqlite_autoindex__") })
    }

    @Test(arguments: PublicView.all)
    func `have exactly the documented columns`(_ view: PublicView) throws {
        let columns = try query { try String.fetchAll($0, sql: "SELECT name FROM pragma_table_info('\(view.name)')") }
        #expect(columns == view.columns.map(\.name))
    }

    @Test(arguments: PublicView.all)
    func `hold values of the documented types`(_ view: PublicView) throws {
        for column in view.columns {
            let types = try query { database in
                try String.fetchAll(
                    database, sql: "SELECT DISTINCT typeof(\"\(column.name)\") FROM \(view.name) ORDER BY 1")
            }
            #expect(Set(types).isSubset(of: [column.type.rawValue, "null"]), "\(view.name).\(column.name)")
        }
        let rows = try query { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(view.name)") }
        #expect(try #require(rows) > 0)
    }

    @Test func `are documented by one line each`() {
        for view in PublicView.all {
            for text in [view.meaning] + view.columns.map(\.meaning) {
                #expect(!text.isEmpty && !text.contains("\n") && !text.hasSuffix("."))
            }
            #expect(Set(view.columns.map(\.name)).count == view.columns.count)
        }
    }

    @Test func `are documented by a page that is made from them`() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/MLOpsStore/MLOpsStore.docc/PublicSchema.md")
        if ProcessInfo.processInfo.environment["MLOPS_WRITE_DOCUMENTATION"] != nil {
            try PublicView.documentation.write(to: page, atomically: true, encoding: .utf8)
        }
        let isCurrent = try String(contentsOf: page, encoding: .utf8) == PublicView.documentation
        #expect(isCurrent, "run this test once with MLOPS_WRITE_DOCUMENTATION=1")
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000Z"), (1_700_000_000_123_456, "2023-11-14T22:13:20.123456Z"),
        (-1, "1969-12-31T23:59:59.999999Z"), (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
    ])
    func `tell times in RFC 3339`(_ microseconds: Int64, _ text: String) throws {
        let columns = PublicView.time("t", "a time", from: "\(microseconds)")
        let row = try query { try Row.fetchOne($0, sql: "SELECT \(columns[0].expression), \(columns[1].expression)") }
        #expect(row?[0] == text)
        #expect(row?[1] == microseconds)
    }

    @Test func `name things as the commands do`() throws {
        let run = try #require(try store.runs(.init(outcome: .succeeded)).last)
        let row = try #require(
            try query { try Row.fetchOne($0, sql: "SELECT * FROM runs WHERE run = ?", arguments: ["\(run.id)"]) })
        #expect(row["number"] == run.id.number)
        #expect(row["decision"] == "\(run.decision)")
        #expect(row["version"] == run.version?.description)
        #expect(row["started_at_us"] == run.startedAt.microseconds)
        let consumed = try query {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM evidence WHERE run = ?", arguments: ["\(run.id)"])
        }
        #expect(
            consumed == (try store.evidence(.run(run.id)).flatMap(\.uses).count { $0.disposition == .consumed(run.id) })
        )
    }

    @Test func `show who used a file first`() throws {
        let used = try query { try Int.fetchOne($0, sql: "SELECT count(*) FROM files WHERE used_by IS NOT NULL") }
        let all = try store.contents().files
        #expect(used == all.count { $0.usedBy != nil })
        #expect(try #require(used) > 0)
    }
}
