import Foundation
import GRDB
import MLOpsCore
import MLOpsTestKit
import Testing

@testable import MLOpsStore

@Suite struct `Migration` {
    /// Two steps that change what is there, as a later version of the program would.
    private let later = Schema(
        migrations: Schema.current.migrations + [
            [
                "ALTER TABLE _run ADD COLUMN host TEXT", "CREATE TABLE _later (x INTEGER PRIMARY KEY) STRICT",
                """
                INSERT INTO _later WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 9000)
                SELECT x FROM n
                """,
                "DROP INDEX _evidence_pipeline",
            ],
            ["ALTER TABLE _later RENAME TO _latest", "UPDATE _run SET host = 'here'"],
        ])

    /// The whole structure and the row counts of a database, and its version.
    private func state(of queue: some DatabaseWriter) throws -> [String] {
        try queue.writeWithoutTransaction { database in
            let version = try Schema.version(of: database)
            let objects = try String.fetchAll(
                database, sql: "SELECT name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY name")
            let counts = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
            ).map { "\($0): \(try Int.fetchOne(database, sql: "SELECT count(*) FROM \($0)") ?? -1)" }
            return ["version \(version)"] + objects + counts
        }
    }

    private func oldDatabase() throws -> TemporaryStore {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try store.commit((1...50).map { .addEvidence(RecordFixtures.evidence($0)) })
        try store.commit([.putRun(RecordFixtures.run(1))])
        try store.close()
        return temporary
    }

    /// The states between which no other may ever be seen.
    private func wholeStates() throws -> [[String]] {
        try (Schema.current.version...later.version).map { version in
            let temporary = try oldDatabase()
            let queue = try DatabaseQueue(path: temporary.path)
            try queue.writeWithoutTransaction {
                try Schema(migrations: Array(later.migrations.prefix(version))).migrate($0)
            }
            return try state(of: queue)
        }
    }

    @Test func `A9 killed at any statement, it leaves a whole version, and the next start ends it`() throws {
        let whole = try wholeStates()
        let temporary = try oldDatabase()
        let pool = try DatabasePool(path: temporary.path)
        var images: [TemporaryStore] = []
        try pool.writeWithoutTransaction { database in
            database.trace { _ in if let image = try? temporary.image() { images.append(image) } }
            try later.migrate(database)
            database.trace(nil)
        }
        images.append(try temporary.image())
        #expect(images.count > 30)
        var seen: Set<[String]> = []
        for image in images {
            let queue = try DatabaseQueue(path: image.path)
            let state = try state(of: queue)
            #expect(whole.contains(state) || state.count > 1 && isWholeWithOtherViews(state, whole))
            seen.insert(state)
            try queue.writeWithoutTransaction { try later.migrate($0) }
            #expect(try self.state(of: queue) == whole[2])
        }
        #expect(seen.count == 3)
    }

    /// A version on the way has no views yet: they follow the program.
    private func isWholeWithOtherViews(_ state: [String], _ whole: [[String]]) -> Bool {
        let views = PublicView.all.map { "\($0.name) CREATE VIEW" }
        let withoutViews = { (lines: [String]) in lines.filter { line in !views.contains { line.hasPrefix($0) } } }
        return whole.contains { withoutViews($0) == withoutViews(state) }
    }

    @Test func `A9 out of space at any page, it leaves a whole version, and goes on when there is space`() throws {
        let whole = try wholeStates()
        var failures = 0
        for extra in 0... {
            let temporary = try oldDatabase()
            let queue = try DatabaseQueue(path: temporary.path)
            let failed = try queue.writeWithoutTransaction { database in
                let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
                try database.execute(sql: "PRAGMA max_page_count = \(pages + extra)")
                defer { try? database.execute(sql: "PRAGMA max_page_count = 1000000") }
                do { try later.migrate(database) } catch { return true }
                return false
            }
            #expect(isWholeWithOtherViews(try state(of: queue), whole))
            try queue.writeWithoutTransaction { try later.migrate($0) }
            #expect(try state(of: queue) == whole[2])
            guard failed else { break }
            failures += 1
        }
        #expect(failures > 0)
    }

    @Test func `A9 any failing statement takes its whole step back`() throws {
        let whole = try wholeStates()
        let first = Schema.current.version
        for index in later.migrations[first].indices {
            var broken = later.migrations[first]
            broken.insert("SELECT no_such_function()", at: index)
            let temporary = try oldDatabase()
            let queue = try DatabaseQueue(path: temporary.path)
            #expect(throws: DatabaseError.self) {
                try queue.writeWithoutTransaction {
                    try Schema(migrations: Schema.current.migrations + [broken, later.migrations[first + 1]])
                        .migrate($0)
                }
            }
            #expect(try state(of: queue) == whole[0])
        }
    }

    @Test func `a database of the current version is not written to`() throws {
        let temporary = try oldDatabase()
        let queue = try DatabaseQueue(path: temporary.path)
        let changes = try queue.writeWithoutTransaction { database in
            try Schema.current.migrate(database)
            return database.totalChangesCount
        }
        #expect(changes == 0)
    }
}
