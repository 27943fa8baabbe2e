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
}
