/// A value of a row.
package enum CellValue: Codable, Sendable, Hashable {
    case null
    case truth(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {  // the next type is tried
            self = .truth(value)
        } else if let value = try? container.decode(Int64.self) {  // the next type is tried
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {  // the next type is tried
            self = .number(value)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .truth(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        }
    }
}

extension CellValue: SchemaPrimitive {
    static var schema: JSONValue { ["type": ["string", "number", "boolean", "null"]] }
    static var placeholder: CellValue { .null }
}
