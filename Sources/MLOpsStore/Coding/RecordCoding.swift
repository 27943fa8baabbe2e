import FoundationEssentials

/// JSON as `body` columns hold it: members in the order of their declaration, so that equal values are equal texts.
enum RecordCoding {
    /// JSON has no such numbers.
    static let infinity = "infinity"
    static let nan = "nan"

    static func encode(_ value: some Encodable) throws -> String {
        let text = RecordText()
        try RecordEncoder.encode(value, into: text)
        text.close(to: 0)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    static func decode<Value: Decodable>(_ type: Value.Type = Value.self, from text: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: infinity, negativeInfinity: "-" + infinity, nan: nan)
        return try decoder.decode(type, from: Data(text.utf8))
    }
}
