import GRDB
package import MLOpsCore
import Synchronization

/// The record in a SQLite file: one writer, any number of readers, every commit on the disk before it returns.
///
/// All methods block; none holds a read transaction across calls, so nothing keeps the write-ahead log from being
/// merged.
package final class SQLiteMetadataStore: MetadataStore, Sendable {
    private struct Connection {
        var pool: DatabasePool
        /// The first error after which nobody knows what is on the disk.
        var failure: StoreError?
    }

    /// The absolute path of the database.
    package let path: String

    private let file: DatabaseFile
    private let identity: DatabaseFile.Identity
    private let connection: Mutex<Connection>
    let listings = FileListings()
    /// Pages that this program has written to the log of the file.
    let written = Atomic<Int>(0)
    /// What `written` was when the log was last merged.
    let merged = Atomic<Int>(0)

    /// Opens the database, or makes one.
    ///
    /// A file that is damaged, foreign, newer than this program or accessible to others is refused and left as it is.
    ///
    /// - Parameter creating: whether a missing file is made; false where other state says that there was one.
    package convenience init(path: String, creating: Bool = true) throws(StoreError) {
        try self.init(file: DatabaseFile(path: path), creating: creating)
    }

    init(file: DatabaseFile, creating: Bool) throws(StoreError) {
        let pool: DatabasePool
        (pool, identity) = try DatabaseOpening(file: file).open(creating: creating)
        path = file.path
        self.file = file
        connection = Mutex(Connection(pool: pool))
    }

    /// Merges the write-ahead log and closes the file; every later call throws.
    package func close() throws(StoreError) {
        // SQLite merges it at the last close only if that is the writer's. Left as it is, the next start merges it.
        _ = try? emptyLog()
        do { try pool.close() } catch { throw StoreError(error, verb: "close", path: path) }
    }

    /// Whether the path still names the file that is open: writing to a deleted or replaced one loses the record.
    package func fileStillThere() -> Bool { DatabaseFile.identity(of: path) == identity }

    /// Commits all mutations in order in one durable transaction, or none of them.
    ///
    /// After a failed write or synchronization nobody knows what the disk holds, and asking it a second time may get a
    /// wrong answer: from then on commits are refused until `restore()` has opened the file again.
    package func commit(_ mutations: [Mutation]) throws(StoreError) {
        guard !mutations.isEmpty else { return }
        try commit(mutations, then: { [] })
    }

    package func commit(_ first: [Mutation], then rest: () -> [Mutation]) throws(StoreError) {
        var mutations = first
        try write { database in
            var writer = MutationWriter(database)
            let waiting = try writer.begin(first)
            let rest = rest()
            mutations += rest
            try writer.end(waiting + rest)
        }
        listings.apply(mutations)
    }

    var pool: DatabasePool { connection.withLock { $0.pool } }

    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try pool.read(body) } catch { throw StoreError(error, verb: "read", path: path) }
    }

    /// One durable transaction.
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        let current = connection.withLock { $0 }
        if let failure = current.failure { throw failure }
        // What is written to a file without its name is lost with the process.
        guard fileStillThere() else { throw file.isReplaced }
        do {
            return try transaction(on: current.pool, body)
        } catch {
            listings.forget()
            let failure = StoreError(error, verb: "write to", path: path)
            if failure.code == .inputOutput || failure.code == .corrupt {
                connection.withLock { $0.failure = failure }
            }
            throw failure
        }
    }

    private func transaction<Value>(on pool: DatabasePool, _ body: (Database) throws -> Value) throws -> Value {
        try pool.writeWithoutTransaction { database in
            try database.cachedStatement(sql: "BEGIN IMMEDIATE TRANSACTION").execute()
            do {
                let value = try body(database)
                try database.cachedStatement(sql: "COMMIT TRANSACTION").execute()
                written.store(database.pagesWritten, ordering: .relaxed)
                return value
            } catch {
                // SQLite has already rolled back after some errors; the first error is the one to tell.
                if database.isInsideTransaction { try? database.rollback() }
                throw error
            }
        }
    }

    /// After a failed write: opens the same file again, its integrity checked, or throws what still stands against it.
    ///
    /// Until that succeeds, readers keep what they have.
    func reopenIfNeeded() throws(StoreError) {
        try connection.withLock { connection throws(StoreError) in
            guard connection.failure != nil else { return }
            let former = connection.pool
            connection = Connection(pool: try DatabaseOpening(file: file).reopen(identity))
            // Another connection counts from the beginning.
            written.store(0, ordering: .relaxed)
            merged.store(0, ordering: .relaxed)
            // What closing could complain of is known already.
            try? former.close()
        }
    }
}
