import GRDB

/// A `SELECT` whose conditions depend on what is asked for.
///
/// The text of each combination is prepared once.
struct Selection {
    private var sql: String
    private var arguments: [(any DatabaseValueConvertible)?] = []
    private var hasCondition = false

    init(_ head: String) { sql = head }

    /// Adds a condition when there is a value for its question mark.
    mutating func filter(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
        guard let value else { return }
        arguments.append(value)
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
