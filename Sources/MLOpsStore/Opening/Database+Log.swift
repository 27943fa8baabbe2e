import GRDB
import GRDBSQLite

extension Database {
    /// Has the write-ahead log and its index stay when the last connection is closed.
    ///
    /// With a `journal_size_limit` the log is then empty; see SQLITE_FCNTL_PERSIST_WAL.
    func keepLogFile() {
        var isKept: CInt = 1
        sqlite3_file_control(sqliteConnection, nil, SQLITE_FCNTL_PERSIST_WAL, &isKept)
    }

    /// Has changes go to a write-ahead log, before the file has the name under which it is found.
    ///
    /// A file turns to its log by way of a rollback journal: who is killed then leaves one that cannot be rolled back
    /// by those who open the file to look at it alone, as each start does first.
    func turnToLog() throws { try execute(sql: "PRAGMA journal_mode = WAL") }
}
