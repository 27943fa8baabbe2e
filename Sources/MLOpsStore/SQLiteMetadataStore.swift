import GRDB
package import MLOpsCore
import Synchronization

/// The record in a SQLite file: one writer, any number of readers, every commit on the disk before it returns.
///
/// All methods block; none holds a read transaction across calls, so nothing keeps the write-ahead log from being
/// merged.
package final class SQLiteMetadataStore: MetadataStore, Sendable {
    /// The absolute path of the database.
    package let path: String

    let pool: DatabasePool
    private let identity: DatabaseFile.Identity
    /// The first error after which it is not known what is on the disk.
    private let givenUp = Mutex<StoreError?>(nil)

    /// Opens the database, or makes one.
    ///
    /// A file that is damaged, foreign, newer than this program or accessible to others is refused and left as it is.
    ///
    /// - Parameter creating: whether a missing file is made; false where other state says that there was one.
    package convenience init(path: String, creating: Bool = true) throws(StoreError) {
        try self.init(file: DatabaseFile(path: path), creating: creating)
    }

    init(file: DatabaseFile, creating: Bool) throws(StoreError) {
        path = file.path
        (pool, identity) = try DatabaseOpening(file: file).open(creating: creating)
    }

    /// Merges the write-ahead log and closes the file; every later call throws.
    package func close() throws(StoreError) {
        do { try pool.close() } catch { throw StoreError(error, verb: "close", path: path) }
    }

    /// Whether the path still names the file that is open: writing to a deleted or replaced one loses the record.
    package func fileStillThere() -> Bool { DatabaseFile.identity(of: path) == identity }

    package func commit(_ mutations: [Mutation]) throws(StoreError) {
        guard !mutations.isEmpty else { return }
        try write("write to") { database in
            var writer = MutationWriter(database)
            for mutation in mutations { try writer.apply(mutation) }
            try writer.finish()
        }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try pool.read(body) } catch { throw StoreError(error, verb: "read", path: path) }
    }

    /// One durable transaction.
    ///
    /// After a failed write or synchronization nobody knows what the disk holds, and asking it a second time may get a
    /// wrong answer: the store then refuses all writes until it is opened again.
    func write<Value>(_ verb: String, _ body: (Database) throws -> Value) throws(StoreError) -> Value {
        if let error = givenUp.withLock({ $0 }) { throw error }
        do {
            return try transaction(body)
        } catch {
            let failure = StoreError(error, verb: verb, path: path)
            if failure.code == .inputOutput || failure.code == .corrupt {
                givenUp.withLock { $0 = failure }
            }
            throw failure
        }
    }

    private func transaction<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try pool.writeWithoutTransaction { database in
            try database.beginTransaction(.immediate)
            do {
                let value = try body(database)
                try database.commit()
                return value
            } catch {
                // SQLite has already rolled back after some errors; the first error is the one to tell.
                if database.isInsideTransaction { try? database.rollback() }
                throw error
            }
        }
    }
}
