import FoundationEssentials
import GRDB
import GRDBSQLite

/// A statement that runs for each of a million rows, without what makes statements comfortable.
///
/// The database keeps it; it must not be used outside of the transaction it was made in.
struct HotStatement {
    private let statement: Statement
    private let handle: SQLiteStatement
    private let connection: SQLiteConnection

    init(_ database: Database, _ sql: String) throws {
        statement = try database.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
        guard let connection = database.sqliteConnection else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the database is closed")
        }
        self.connection = connection
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// Places are counted from 1; a place that can not be bound fails the step.
    @inline(__always)
    func bind(_ value: Int64, at place: Int32) { sqlite3_bind_int64(handle, place, value) }

    /// NaN is NULL.
    @inline(__always)
    func bind(_ value: Double, at place: Int32) { sqlite3_bind_double(handle, place, value) }

    func bind(_ value: DatabaseValue, at place: Int32) {
        switch value.storage {
        case .null: sqlite3_bind_null(handle, place)
        case .int64(let number): bind(number, at: place)
        case .double(let number): bind(number, at: place)
        case .string(let text): sqlite3_bind_text(handle, place, text, -1, Self.copies)
        case .blob(let bytes):
            // Without bytes there is no place in memory, which would be NULL.
            if bytes.isEmpty { sqlite3_bind_zeroblob(handle, place, 0) } else { bind([UInt8](bytes), at: place) }
        }
    }

    /// The bytes are copied; none is NULL.
    func bind(_ bytes: [UInt8], at place: Int32) {
        guard !bytes.isEmpty else {
            sqlite3_bind_null(handle, place)
            return
        }
        _ = bytes.withUnsafeBytes { sqlite3_bind_blob(handle, place, $0.baseAddress, Int32($0.count), Self.copies) }
    }

    private static let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// Returns whether there is a row.
    @inline(__always)
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure
        }
    }

    /// Runs it to its end and makes it ready for the next.
    @inline(__always)
    func run() throws {
        _ = try step()
        sqlite3_reset(handle)
    }

    /// Runs it, and returns whether it changed a row.
    @inline(__always)
    func changes() throws -> Bool { try changeCount() > 0 }

    /// Runs it, and returns how many rows it changed.
    @inline(__always)
    func changeCount() throws -> Int {
        try run()
        return Int(sqlite3_changes(connection))
    }

    @inline(__always)
    func reset() { sqlite3_reset(handle) }

    @inline(__always)
    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    /// NULL is NaN.
    @inline(__always)
    func double(_ column: Int32) -> Double {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? .nan : sqlite3_column_double(handle, column)
    }

    @inline(__always)
    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    private var failure: DatabaseError {
        let error = DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: String(cString: sqlite3_errmsg(connection)))
        sqlite3_reset(handle)
        return error
    }
}
