/// A type that is one JSON value.
protocol SchemaPrimitive {
    static var schema: JSONValue { get }
    static var placeholder: Self { get }
}

protocol SchemaArray {
    static var elementType: any Decodable.Type { get }
    static var empty: Self { get }
}

protocol SchemaDictionary {
    static var valueType: any Decodable.Type { get }
    static var empty: Self { get }
}

/// A type whose values are some words.
protocol SchemaEnumeration {
    static var words: JSONValue { get }
    static var first: Self? { get }
}

extension String: SchemaPrimitive {
    static var schema: JSONValue { ["type": "string"] }
    static var placeholder: String { "" }
}

extension Bool: SchemaPrimitive {
    static var schema: JSONValue { ["type": "boolean"] }
    static var placeholder: Bool { false }
}

extension Double: SchemaPrimitive {
    static var schema: JSONValue { ["type": "number"] }
    static var placeholder: Double { 0 }
}

extension SchemaPrimitive where Self: FixedWidthInteger {
    static var schema: JSONValue { ["type": "integer"] }
    static var placeholder: Self { 0 }
}

extension Int: SchemaPrimitive {}
extension Int32: SchemaPrimitive {}
extension Int64: SchemaPrimitive {}
extension UInt32: SchemaPrimitive {}

extension Timestamp: SchemaPrimitive {
    static var schema: JSONValue { ["type": "string", "format": "date-time"] }
    static var placeholder: Timestamp { Timestamp(microseconds: 0) }
}

extension ProblemCode: SchemaPrimitive {
    static var schema: JSONValue { ["type": "string"] }
    static var placeholder: ProblemCode { .internalError }
}

extension Array: SchemaArray where Element: Decodable {
    static var elementType: any Decodable.Type { Element.self }
    static var empty: [Element] { [] }
}

extension Dictionary: SchemaDictionary where Key == String, Value: Decodable {
    static var valueType: any Decodable.Type { Value.self }
    static var empty: [String: Value] { [:] }
}

extension SchemaEnumeration where Self: CaseIterable & RawRepresentable<String> {
    static var words: JSONValue { .array(allCases.map { .string($0.rawValue) }) }
    static var first: Self? { allCases.first }
}
