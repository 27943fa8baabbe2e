import GRDB

/// A `SELECT` whose conditions depend on what is asked for.
///
/// The text of each combination is prepared once.
struct Selection {
    private var sql: String
    private var arguments: [(any DatabaseValueConvertible)?] = []
    private var hasCondition = false

    init(_ head: String) { sql = head }

    /// Adds a condition when there is a value for each of its question marks.
    mutating func filter(_ condition: String, _ values: (any DatabaseValueConvertible)?...) {
        guard values.allSatisfy({ $0 != nil }) else { return }
        arguments += values
        add(condition)
    }

    mutating func add(_ condition: String) {
        sql += (hasCondition ? " AND " : " WHERE ") + condition
        hasCondition = true
    }

    func rows<Element>(
        in database: Database, orderedBy order: String, limit: Int, as element: (Row) throws -> Element
    ) throws -> [Element] {
        try database.rows(
            "\(sql) ORDER BY \(order) LIMIT ?", StatementArguments(arguments + [limit]), as: element)
    }
}
