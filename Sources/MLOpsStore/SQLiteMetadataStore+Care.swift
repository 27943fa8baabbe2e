import GRDB
package import MLOpsCore
import Synchronization

extension SQLiteMetadataStore {
    /// The write-ahead log; it grows while a reader elsewhere keeps it from being merged.
    package var log: LogState { DatabaseFile.logState(of: path) }

    /// Makes ready what the first start of a run would otherwise wait for; leaves nothing in the record.
    ///
    /// Takes some ten milliseconds, in which no commit can begin.
    package func rehearse() throws(StoreError) {
        do {
            try pool.writeWithoutTransaction { database in
                try room.make(in: database)
                try database.inTransaction(.immediate) {
                    try Rehearsal().perform(in: database)
                    return .rollback
                }
            }
        } catch {
            throw StoreError(error, verb: "write to", path: path)
        }
    }

    /// How many pages were written to the log since it was last merged.
    package var unmergedPages: Int { written.load(ordering: .relaxed) - merged.load(ordering: .relaxed) }

    /// Merges of the log into the file what no reader is in the way of, while commits go on.
    ///
    /// SQLite does it by itself once the log is long, within the commit that made it so, which waits for it.
    package func merge() throws(StoreError) {
        guard fileStillThere() else { return }
        let before = written.load(ordering: .relaxed)
        // What could not be merged is tried again with the next pages.
        defer { merged.store(before, ordering: .relaxed) }
        do {
            let beside = try DatabaseQueue(path: path)
            _ = try beside.inDatabase { try $0.checkpoint(.passive) }
            try beside.close()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            return
        } catch {
            throw StoreError(error, verb: "merge the log of", path: path)
        }
    }

    /// Merges the write-ahead log into the file, and cuts it to its room, for times when there is nothing else to do.
    ///
    /// - Returns: false when a reader or writer is in the way; nothing waits for it.
    package func checkpoint() throws(StoreError) -> Bool {
        let isLong = log.size > LogRoom.bytes
        return try checkpoint(isLong ? .truncate : .restart) { if isLong { try room.make(in: $0) } }
    }

    /// Merges the write-ahead log into the file and empties it: what finds the two next need not look for damage.
    func emptyLog() throws(StoreError) -> Bool { try checkpoint(.truncate) { _ in } }

    private var room: LogRoom { LogRoom(path: path + "-wal") }

    private func checkpoint(
        _ mode: Database.CheckpointMode, then body: (Database) throws -> Void
    ) throws(StoreError) -> Bool {
        do {
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA busy_timeout = 0")
                // Setting it has no way to fail.
                defer { try? database.execute(sql: "PRAGMA busy_timeout = \(DatabaseOpening.busyMilliseconds)") }
                try database.checkpoint(mode)
                try body(database)
            }
            merged.store(written.load(ordering: .relaxed), ordering: .relaxed)
            return true
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            return false
        } catch {
            throw StoreError(error, verb: "merge the log of", path: path)
        }
    }

    /// Copies the record as it is at one moment into a new file, while it goes on being written.
    ///
    /// The copy is checked before it gets its name: it is whole, or it is not there.
    package func backup(to destination: String) throws(StoreError) {
        let target = DatabaseFile(path: destination)
        guard DatabaseFile.status(of: destination) == nil else {
            throw StoreError(
                .conflict, "cannot create \"\(destination)\": it exists already; remove it or choose another name")
        }
        let temporary = destination + ".partial"
        try DurableFile.createEmpty(temporary)
        do {
            try copy(to: temporary)
            try check(temporary)
            try DurableFile.publish(temporary, as: destination, in: target.directory)
        } catch {
            DurableFile.remove(temporary)
            throw error
        }
    }

    private func copy(to temporary: String) throws(StoreError) {
        do {
            try pool.unsafeReentrantRead { database in
                try database.execute(sql: "VACUUM INTO ?", arguments: [temporary])
            }
        } catch {
            throw StoreError(error, verb: "back up to", path: temporary)
        }
    }

    private func check(_ copy: String) throws(StoreError) {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: copy, configuration: configuration)
            let answer = try queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check(1)") }
            try queue.close()
            guard answer == "ok" else { throw UnexpectedValue(answer ?? "nothing", in: "the integrity check") }
        } catch {
            throw StoreError(error, verb: "verify", path: copy)
        }
    }
}
