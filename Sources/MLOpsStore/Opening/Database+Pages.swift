import GRDB
import GRDBSQLite

extension Database {
    /// How many pages this connection has written since it was opened; they ascend.
    var pagesWritten: Int {
        guard let connection = sqliteConnection else { return 0 }
        var current: Int32 = 0
        var highest: Int32 = 0
        sqlite3_db_status(connection, SQLITE_DBSTATUS_CACHE_WRITE, &current, &highest, 0)
        return Int(current)
    }
}
