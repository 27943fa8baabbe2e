import GRDB
import MLOpsCore

/// How the database comes to be open: made whole if there is none, refused if it is not what it should be.
struct DatabaseOpening {
    /// How long a commit waits for another program's lock.
    static let busyMilliseconds = 5000
    /// Four times what SQLite would take: the log is merged sooner, when nobody waits for it.
    private static let longestLogPages = 4000

    let file: DatabaseFile

    /// Returns the open database and what file it is.
    ///
    func open(creating mayCreate: Bool) throws(StoreError) -> (DatabasePool, DatabaseFile.Identity) {
        if let identity = try file.inspect() {
            try checkLog()
            try checkContent(thoroughly: file.hasUnmergedChanges)
            return (try openPool(), identity)
        }
        guard mayCreate, !file.hasUnmergedChanges else {
            throw StoreError(
                .corrupt, "cannot open \"\(file.path)\": the file is missing; restore it from a backup")
        }
        try create()
        guard let identity = try file.inspect() else {
            throw StoreError(.other, "cannot open \"\(file.path)\": it vanished while it was made; start again")
        }
        return (try openPool(), identity)
    }

    /// Returns the database open once more, its integrity checked, if it still is the file that it was.
    func reopen(_ identity: DatabaseFile.Identity) throws(StoreError) -> DatabasePool {
        // Another file under this name, together with the log of the first, would damage both.
        guard try file.inspect() == identity else { throw file.isReplaced }
        try checkContent(thoroughly: true)
        return try openPool()
    }

    /// An empty database has its name only when it is whole, so an empty file is never one that was just begun.
    func create() throws(StoreError) {
        let temporary = file.path + ".new"
        try DurableFile.createEmpty(temporary)
        try describing("create", temporary) {
            let queue = try DatabaseQueue(path: temporary, configuration: Self.configuration())
            try queue.writeWithoutTransaction { database in
                try Schema.current.migrate(database)
                try database.turnToLog()
            }
            try queue.close()
        }
        try DurableFile.publish(temporary, as: file.path, in: file.directory)
    }

    private func checkLog() throws(StoreError) {
        guard let log = WriteAheadLog(path: file.path + "-wal") else { return }
        defer { log.close() }
        guard !log.hidesTransactions else {
            throw StoreError(
                .corrupt,
                "cannot open \"\(file.path)\": its write-ahead log is damaged and later changes would be lost; both "
                    + "files are left as they are, restore them from a backup")
        }
    }

    /// Looks without writing a byte: what is refused stays as it was found.
    private func checkContent(thoroughly: Bool) throws(StoreError) {
        var configuration = Self.configuration()
        configuration.readonly = true
        try describing("open", file.path) {
            let queue = try DatabaseQueue(path: file.path, configuration: configuration)
            try queue.unsafeRead { database in
                try checkIdentity(of: database)
                if thoroughly { try checkIntegrity(of: database) }
            }
            try queue.close()
        }
    }

    private func checkIdentity(of database: Database) throws {
        guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == Schema.applicationID else {
            throw StoreError(
                .corrupt, "cannot open \"\(file.path)\": it is not a database of mlopsd; move it away")
        }
        let version = try Schema.version(of: database)
        guard version <= Schema.current.version else {
            throw StoreError(
                .newerSchema,
                "cannot open \"\(file.path)\": its schema version is \(version), this mlopsd knows versions up to "
                    + "\(Schema.current.version); install the newer mlopsd, or restore a backup from before the upgrade"
            )
        }
    }

    private func checkIntegrity(of database: Database) throws {
        let answer = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
        guard answer == "ok" else {
            throw StoreError(
                .corrupt,
                "cannot open \"\(file.path)\": its integrity check says \"\(answer)\"; the file is left as it is, "
                    + "restore it from a backup")
        }
    }

    private func openPool() throws(StoreError) -> DatabasePool {
        var configuration = Self.configuration()
        // The log is emptied when the database is closed, and stays: what hides it from steps hides this one file, and
        // they may go on while the daemon is started again.
        configuration.prepareDatabase { $0.keepLogFile() }
        return try describing("open", file.path) {
            let pool = try DatabasePool(path: file.path, configuration: configuration)
            try pool.writeWithoutTransaction { database in
                // GRDB sets NORMAL when it opens a pool, after its configuration's own preparations.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try mergeLog(of: database)
                try Schema.current.migrate(database)
                try database.execute(sql: SQLiteMetadataStore.manifestTables)
            }
            return pool
        }
    }

    /// What a crash left of the log must not be taken for a part of the log that begins now.
    private func mergeLog(of database: Database) throws {
        do {
            try database.checkpoint(.truncate)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            // Someone reads the file; the log then goes on where it ended.
        }
    }

    private func describing<Value>(_ verb: String, _ path: String, _ body: () throws -> Value) throws(StoreError)
        -> Value
    {
        do {
            return try body()
        } catch {
            throw StoreError(error, verb: verb, path: path)
        }
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "mlopsd"
        configuration.busyMode = .timeout(Double(busyMilliseconds) / 1000)
        configuration.prepareDatabase { database in
            // A file that someone else prepared can neither call functions from its schema nor crash the parser.
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            // The log is cut to this size when it starts over, or a single large transaction would keep its space.
            try database.execute(sql: "PRAGMA journal_size_limit = 16777216")
            try database.execute(sql: "PRAGMA wal_autocheckpoint = \(longestLogPages)")
        }
        return configuration
    }
}
