import GRDB
import MLOpsCore
import MLOpsSchedule

/// Columns as the domain's values; what can not be one throws and never traps, for the file may be damaged.
extension Row {
    func text(_ column: String) throws -> String { try decode(String.self, forColumn: column) }

    func optionalText(_ column: String) throws -> String? { try decode(String?.self, forColumn: column) }

    func integer(_ column: String) throws -> Int64 { try decode(Int64.self, forColumn: column) }

    func optionalInteger(_ column: String) throws -> Int64? { try decode(Int64?.self, forColumn: column) }

    func instant(_ column: String) throws -> Instant { Instant(microseconds: try integer(column)) }

    func optionalInstant(_ column: String) throws -> Instant? {
        try optionalInteger(column).map(Instant.init(microseconds:))
    }

    func identifier<ID: SerialIdentifier>(_ column: String) throws -> ID { ID(try integer(column)) }

    func optionalIdentifier<ID: SerialIdentifier>(_ column: String) throws -> ID? {
        try optionalInteger(column).map(ID.init)
    }

    func word<Word: RawRepresentable<String>>(_ column: String) throws -> Word {
        let text = try text(column)
        guard let word = Word(rawValue: text) else { throw UnexpectedValue(text, in: column) }
        return word
    }

    func version(_ column: String) throws -> ModelVersionID? {
        guard let text = try optionalText(column) else { return nil }
        guard let version = ModelVersionID(parsing: text) else { throw UnexpectedValue(text, in: column) }
        return version
    }

    func json<Value: Decodable>(_ column: String) throws -> Value {
        try RecordCoding.decode(from: try text(column))
    }

    func raw(_ column: String) throws -> DatabaseValue { try decode(DatabaseValue.self, forColumn: column) }
}

extension Database {
    /// All rows of a statement that is prepared once per connection.
    func rows<Element>(
        _ sql: String, _ arguments: StatementArguments = StatementArguments(), as element: (Row) throws -> Element
    ) throws -> [Element] {
        let cursor = try Row.fetchCursor(try cachedStatement(sql: sql), arguments: arguments)
        var elements: [Element] = []
        while let row = try cursor.next() { elements.append(try element(row)) }
        return elements
    }

    func row<Element>(
        _ sql: String, _ arguments: StatementArguments, as element: (Row) throws -> Element
    ) throws -> Element? {
        try Row.fetchOne(try cachedStatement(sql: sql), arguments: arguments).map(element)
    }
}
