package import FoundationEssentials

/// The JSON of the control API: snake_case members, keys sorted so that equal values are equal texts.
package enum ControlJSON {
    /// Returns one line of JSON without a line feed.
    package static func encode(_ value: some Encodable) throws -> Data {
        try encoder(.sortedKeys).encode(value)
    }

    /// Returns JSON for people: two spaces of indentation, no line feed at the end.
    package static func encodePretty(_ value: some Encodable) throws -> Data {
        try encoder([.sortedKeys, .prettyPrinted]).encode(value)
    }

    /// Unknown members are ignored, so that a client can be older than the daemon.
    package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: data)
    }

    private static func encoder(_ formatting: JSONEncoder.OutputFormatting) -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting.union(.withoutEscapingSlashes)
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return encoder
    }
}
