import GRDB
import MLOpsCore
import MLOpsTestKit
import Synchronization
import Testing

@testable import MLOpsStore

@Suite struct `A commit that fails` {
    /// Contents, and what a restart would find.
    private struct Whole: Equatable {
        let contents: RecordContents
        let snapshot: Snapshot

        init(_ store: SQLiteMetadataStore) throws {
            contents = try store.contents()
            snapshot = try store.restore()
        }
    }

    private func prepared() throws -> (TemporaryStore, SQLiteMetadataStore) {
        let temporary = try TemporaryStore()
        let store = try temporary.open()
        try store.commit(EveryMutation.before)
        return (temporary, store)
    }

    private func afterwards() throws -> Whole {
        let (temporary, store) = try prepared()
        try store.commit(EveryMutation.all)
        defer { withExtendedLifetime(temporary) {} }
        return try Whole(store)
    }

    @Test func `at the n-th row that it changes, for every n, changes nothing`() throws {
        let after = try afterwards()
        let (temporary, store) = try prepared()
        let before = try Whole(store)
        #expect(before != after)
        let faults = try Faults(in: store)
        var failures = 0
        for limit in 0... {
            faults.remaining.withLock { $0 = limit }
            do throws(StoreError) {
                try store.commit(EveryMutation.all)
                break
            } catch {
                failures += 1
                #expect(try Whole(store) == before)
            }
        }
        #expect(failures > EveryMutation.all.count)
        #expect(try Whole(store) == after)
        let image = try temporary.image()
        #expect(try Whole(image.open()) == after)
    }

    @Test func `in two parts, comes to the same wherever it is cut`() throws {
        let after = try afterwards()
        for count in 0...EveryMutation.all.count {
            let (temporary, store) = try prepared()
            try store.commit(
                Array(EveryMutation.all.prefix(count)), then: { Array(EveryMutation.all.suffix(from: count)) })
            #expect(try Whole(store) == after, "cut after \(count)")
            withExtendedLifetime(temporary) {}
        }
    }

    @Test func `whose first part is refused, changes nothing and does not ask for the rest`() throws {
        let (temporary, store) = try prepared()
        let again = EveryMutation.before
        let before = try Whole(store)
        var isAsked = false
        let error = #expect(throws: StoreError.self) {
            try store.commit(
                again,
                then: {
                    isAsked = true
                    return EveryMutation.all
                })
        }
        #expect(error?.code == .conflict)
        #expect(!isAsked)
        #expect(try Whole(store) == before)
        withExtendedLifetime(temporary) {}
    }

    @Test func `E1 out of space at any page, changes nothing and succeeds when there is space again`() throws {
        let after = try afterwards()
        var failures = 0
        for extra in 0... {
            let (temporary, store) = try prepared()
            let before = try Whole(store)
            try limitPages(of: store, extra)
            do throws(StoreError) {
                try store.commit(Self.large)
                break
            } catch {
                failures += 1
                #expect(error.code == .full)
                #expect(error.description.contains("free some space"))
                #expect(try Whole(store) == before)
            }
            let image = try temporary.image()
            #expect(try Whole(image.open()) == before)
            try limitPages(of: store, 100_000)
            try store.commit(EveryMutation.all)
            #expect(try Whole(store) == after)
        }
        #expect(failures > 1)
    }

    /// Enough to need pages of its own.
    private static let large = (100..<500).map { Mutation.addEvidence(RecordFixtures.evidence($0)) }

    private func limitPages(of store: SQLiteMetadataStore, _ extra: Int) throws {
        try store.pool.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages + extra)")
        }
    }

    @Test func `killed before, between and after its statements, leaves it whole or not there`() throws {
        let after = try afterwards()
        let (temporary, store) = try prepared()
        let before = try Whole(store)
        var images: [TemporaryStore] = []
        store.pool.writeWithoutTransaction { database in
            database.trace { _ in if let image = try? temporary.image() { images.append(image) } }
        }
        try store.commit(EveryMutation.all)
        store.pool.writeWithoutTransaction { $0.trace(nil) }
        images.append(try temporary.image())
        #expect(images.count > EveryMutation.all.count)
        for image in images.dropLast() { #expect(try Whole(image.open()) == before) }
        #expect(try Whole(try #require(images.last).open()) == after)
    }

    @Test func `E4 on the device is given up until the file is opened again, its integrity checked`() throws {
        let (temporary, store) = try prepared()
        defer { withExtendedLifetime(temporary) {} }
        let before = try Whole(store)
        let failed = #expect(throws: StoreError.self) {
            try store.write { _ in throw DatabaseError(resultCode: .SQLITE_IOERR, message: "disk I/O error") }
        }
        #expect(failed?.code == .inputOutput)
        #expect(throws: try #require(failed)) { try store.commit(EveryMutation.all) }
        #expect(try store.contents() == before.contents)
        #expect(try store.restore() == before.snapshot)
        try store.commit(EveryMutation.all)
        #expect(try Whole(store) == afterwards())
    }

    @Test func `E5 on the device leaves the record readable until the file can be opened again`() throws {
        let (temporary, store) = try prepared()
        let before = try store.contents()
        #expect(throws: StoreError.self) {
            try store.write { _ in throw DatabaseError(resultCode: .SQLITE_IOERR) }
        }
        try temporary.setMode(0o770)
        #expect(throws: StoreError.self) { try store.restore() }
        #expect(throws: StoreError.self) { try store.commit(EveryMutation.all) }
        #expect(try store.contents() == before)
        try temporary.setMode(0o700)
        _ = try store.restore()
        try store.commit(EveryMutation.all)
        #expect(try Whole(store) == afterwards())
    }

    @Test func `E7 because its file was replaced touches neither file, and is not mended by opening the other`() throws
    {
        let (temporary, store) = try prepared()
        let other = try TemporaryStore()
        try other.open().close()
        try temporary.replace(by: other)
        let refused = #expect(throws: StoreError.self) { try store.commit(EveryMutation.all) }
        #expect(refused?.description.contains("removed or replaced") == true)
        #expect(throws: StoreError.self) {
            try store.write { _ in throw DatabaseError(resultCode: .SQLITE_IOERR) }
        }
        #expect(try temporary.bytes() == other.bytes())
    }

    @Test func `E8 for another's lock is busy, and succeeds afterwards`() throws {
        let (temporary, store) = try prepared()
        try store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA busy_timeout = 0") }
        let other = try DatabaseQueue(path: temporary.path)
        try other.writeWithoutTransaction { database in
            try database.beginTransaction(.immediate)
            let failed = #expect(throws: StoreError.self) { try store.commit(EveryMutation.all) }
            #expect(failed?.code == .busy)
            try database.rollback()
        }
        try store.commit(EveryMutation.all)
        #expect(try Whole(store) == afterwards())
    }
}

/// Makes the n-th change of a row fail, by triggers of the store's own connection.
private final class Faults: Sendable {
    let remaining = Mutex(Int.max)

    init(in store: SQLiteMetadataStore) throws {
        try store.pool.writeWithoutTransaction { database in
            let fault = DatabaseFunction("fault", argumentCount: 0) { [self] _ in
                try remaining.withLock { remaining in
                    guard remaining > 0 else { throw DatabaseError(resultCode: .SQLITE_ABORT, message: "fault") }
                    remaining -= 1
                }
                return nil
            }
            database.add(function: fault)
            let tables = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE '\\_%' ESCAPE '\\'")
            for table in tables {
                for event in ["INSERT", "UPDATE", "DELETE"] {
                    try database.execute(
                        sql: """
                            CREATE TEMP TRIGGER fault\(table)_\(event) BEFORE \(event) ON main.\(table)
                            BEGIN SELECT fault(); END
                            """)
                }
            }
        }
    }
}
