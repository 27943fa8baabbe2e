/// A view of the public schema: anyone may read it with `sqlite3 -readonly`.
///
/// Columns are only ever added.
///
/// The database, the documentation and the test of both are made from `PublicView.all`.
package struct PublicView: Hashable, Sendable {
    package enum ColumnType: String, Sendable {
        case text, integer, real
    }

    package struct Column: Hashable, Sendable {
        package let name: String
        package let type: ColumnType
        /// One line of text for people.
        package let meaning: String
        let expression: String

        init(_ name: String, _ type: ColumnType, _ meaning: String, from expression: String? = nil) {
            self.name = name
            self.type = type
            self.meaning = meaning
            self.expression = expression ?? name
        }
    }

    package let name: String
    /// What a row is.
    package let meaning: String
    package let columns: [Column]
    /// What follows `FROM`.
    let source: String

    var definition: String {
        let list = columns.map { "\($0.expression) AS \"\($0.name)\"" }.joined(separator: ",\n    ")
        return "CREATE VIEW \(name) AS SELECT\n    \(list)\nFROM \(source)"
    }
}

extension PublicView {
    /// Two columns: the time as RFC 3339 text, and the microseconds it was made from, for arithmetic.
    static func time(_ name: String, _ meaning: String, from expression: String? = nil) -> [Column] {
        let microseconds = expression ?? name
        let fraction = "((\(microseconds)) % 1000000 + 1000000) % 1000000"
        let seconds = "((\(microseconds)) - \(fraction)) / 1000000"
        let text = "strftime('%Y-%m-%dT%H:%M:%S', \(seconds), 'unixepoch') || format('.%06dZ', \(fraction))"
        return [
            Column(name, .text, "\(meaning), RFC 3339 in UTC", from: text),
            Column("\(name)_us", .integer, "the same in microseconds since 1970", from: microseconds),
        ]
    }

    /// An identifier as the commands write it, for example `r17`; null stays null.
    static func identifier(_ name: String, _ prefix: String, _ meaning: String, from expression: String) -> Column {
        Column(name, .text, meaning, from: "'\(prefix)' || \(expression)")
    }

    static func digest(_ name: String, _ meaning: String, from expression: String) -> Column {
        let text = "CASE typeof(\(expression)) WHEN 'blob' THEN lower(hex(\(expression))) ELSE \(expression) END"
        return Column(name, .text, meaning, from: text)
    }
}
