import GRDB
package import MLOpsCore
import Synchronization

/// The predictions of one pipeline and what came true of them, joined by id, in a SQLite file of their own.
///
/// They are many and can be read again from where they came from, so that they neither weigh on the record nor on its
/// backups. What is in memory does not grow with what waits for labels. All methods block; one thread writes.
package final class PredictionStore: Sendable {
    /// Bytes of pages that the writer keeps; what is beyond lies in the file.
    private static let cacheKilobytes = 24 * 1024
    /// Pages that are written before they are moved to their places: shuffled ids change the same thousands in each batch.
    private static let pagesBeforeCheckpoint = 8192

    package let path: String
    private let pool: DatabasePool
    private let identity: DatabaseFile.Identity

    /// Opens the database, or makes one; a file that is damaged, foreign or newer is refused and left as it is.
    package init(path: String) throws(StoreError) {
        self.path = path
        let file = DatabaseFile(path: path)
        if try file.inspect() == nil { try Self.create(file) }
        guard let identity = try file.inspect() else {
            throw StoreError(.other, "cannot open \"\(path)\": it vanished while it was made; start again")
        }
        self.identity = identity
        do { pool = try Self.openPool(path) } catch { throw StoreError(error, verb: "open", path: path) }
    }

    package func close() throws(StoreError) {
        do { try pool.close() } catch { throw StoreError(error, verb: "close", path: path) }
    }

    /// Takes a batch in, in one durable transaction, or nothing of it.
    ///
    /// Taking the same in again changes nothing but the count of repetitions.
    ///
    /// - Parameter windows: How windows are cut, so that those that change are noted.
    /// - Returns: What became of its rows.
    @discardableResult
    package func take(_ batch: IngestBatch, windows: WindowGrid) throws(StoreError) -> JoinTally {
        try write { database in
            var writer = try PredictionWriter(database, windows: windows)
            return try writer.take(batch)
        }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try pool.read(body) } catch { throw StoreError(error, verb: "read", path: path) }
    }

    /// One durable transaction.
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        // What is written to a file without its name is lost with the process.
        guard DatabaseFile.identity(of: path) == identity else { throw DatabaseFile(path: path).isReplaced }
        var result: Value?
        do {
            try pool.writeWithoutTransaction { database in
                try database.inTransaction(.immediate) {
                    result = try body(database)
                    return .commit
                }
            }
        } catch {
            throw StoreError(error, verb: "write to", path: path)
        }
        guard let result else { throw StoreError(.other, "cannot write to \"\(path)\": it did not say why") }
        return result
    }

    /// An empty database has its name only when it is whole.
    static func create(_ file: DatabaseFile) throws(StoreError) {
        let temporary = file.path + ".new"
        try DurableFile.createEmpty(temporary)
        do {
            let queue = try DatabaseQueue(path: temporary, configuration: configuration)
            try queue.writeWithoutTransaction { database in
                try PredictionSchema.create(database)
                try database.turnToLog()
            }
            try queue.close()
        } catch {
            throw StoreError(error, verb: "create", path: temporary)
        }
        try DurableFile.publish(temporary, as: file.path, in: file.directory)
    }

    private static func openPool(_ path: String) throws -> DatabasePool {
        let version = try version(of: path)
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA cache_size = -\(cacheKilobytes)")
            try database.execute(sql: "PRAGMA wal_autocheckpoint = \(pagesBeforeCheckpoint)")
            try PredictionSchema.migrate(database, from: version)
        }
        return pool
    }

    /// Looks without writing a byte, as to open a pool would: what is refused stays as it was found.
    private static func version(of path: String) throws -> Int {
        var configuration = configuration
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let version = try queue.unsafeRead { database in
            guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == PredictionSchema.applicationID else {
                throw StoreError(.corrupt, "cannot open \"\(path)\": it is not a file of mlopsd; move it away")
            }
            return try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        }
        try queue.close()
        guard version <= PredictionSchema.version else {
            throw StoreError(
                .newerSchema,
                "cannot open \"\(path)\": its version is \(version), this mlopsd knows versions up to "
                    + "\(PredictionSchema.version); install the newer mlopsd")
        }
        return version
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "mlopsd-predictions"
        configuration.maximumReaderCount = 2
        configuration.busyMode = .timeout(Double(DatabaseOpening.busyMilliseconds) / 1000)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            try database.execute(sql: "PRAGMA cache_size = -2048")
            try database.execute(sql: "PRAGMA journal_size_limit = \(pagesBeforeCheckpoint * 4096)")
        }
        return configuration
    }
}
