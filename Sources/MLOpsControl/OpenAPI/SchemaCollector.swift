/// Makes JSON Schemas of the values of the API by having each read itself from a decoder that only listens.
///
/// So the document follows the code: a member that is added, or becomes optional, is so in the schema.
final class SchemaCollector {
    /// By the name of the type.
    private(set) var schemas: [String: JSONValue] = [:]

    /// Returns the schema of a type, or a reference to it when it is an object.
    func schema(of type: any Decodable.Type) throws -> JSONValue {
        switch type {
        case let type as any SchemaPrimitive.Type: return type.schema
        case let type as any SchemaArray.Type: return ["type": "array", "items": try schema(of: type.elementType)]
        case let type as any SchemaDictionary.Type:
            return ["type": "object", "additionalProperties": try schema(of: type.valueType)]
        case let type as any SchemaEnumeration.Type: return ["type": "string", "enum": type.words]
        default: return try reference(to: type)
        }
    }

    /// Returns a reference to the schema of an object that has no other members than these.
    func closedSchema(of type: any Decodable.Type) throws -> JSONValue {
        let reference = try schema(of: type)
        if case .object(let open)? = schemas[Self.name(of: type)] {
            schemas[Self.name(of: type)] = .object(open.merging(["additionalProperties": .bool(false)]) { $1 })
        }
        return reference
    }

    /// Returns a value of a type, the plainest there is, for a decoder that has to answer with one.
    func placeholder<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let plain: Any? =
            switch type {
            case let type as any SchemaPrimitive.Type: type.placeholder
            case let type as any SchemaArray.Type: type.empty
            case let type as any SchemaDictionary.Type: type.empty
            case let type as any SchemaEnumeration.Type: type.first
            default: nil
            }
        return try plain as? Value ?? Value(from: SchemaDecoder(collector: self))
    }

    private func reference(to type: any Decodable.Type) throws -> JSONValue {
        let name = Self.name(of: type)
        if schemas[name] == nil {
            // A type can be a part of itself.
            schemas[name] = [:]
            let decoder = SchemaDecoder(collector: self)
            _ = try type.init(from: decoder)
            schemas[name] = decoder.members.schema
        }
        return ["$ref": .string("#/components/schemas/\(name)")]
    }

    /// `DaemonStatus.Reload`, without the name of the module.
    private static func name(of type: any Decodable.Type) -> String {
        String(reflecting: type).split(separator: ".").dropFirst().joined(separator: ".")
    }
}
