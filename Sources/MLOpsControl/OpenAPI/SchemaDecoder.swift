/// A decoder that answers every question with a plain value and remembers what it was asked for.
final class SchemaDecoder: Decoder {
    /// The members that an object asked for.
    final class Members {
        private var properties: [String: JSONValue] = [:]
        private var required: [String] = []

        var names: [String] { properties.keys.sorted() }

        func add(_ key: any CodingKey, _ schema: JSONValue, isRequired: Bool) {
            let name = key.stringValue.snakeCase
            properties[name] = schema
            if isRequired { required.append(name) }
        }

        var schema: JSONValue {
            let needed = required.sorted().map { JSONValue.string($0) }
            let object: [String: JSONValue] = ["type": "object", "properties": .object(properties)]
            return .object(needed.isEmpty ? object : object.merging(["required": .array(needed)]) { $1 })
        }
    }

    let members = Members()
    let collector: SchemaCollector
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    init(collector: SchemaCollector) { self.collector = collector }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(SchemaKeyedContainer(members: members, collector: collector))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw SchemaFailure() }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { throw SchemaFailure() }
}

/// A value of the API reads itself in a way that no schema is known for.
struct SchemaFailure: Error {}

extension String {
    /// As `JSONEncoder` writes a member's name.
    fileprivate var snakeCase: String {
        reduce(into: "") { name, character in
            name += character.isUppercase ? "_" + character.lowercased() : String(character)
        }
    }
}
