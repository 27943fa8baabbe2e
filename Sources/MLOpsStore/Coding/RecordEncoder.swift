/// Writes one value into a text of the record.
struct RecordEncoder: Encoder {
    let text: RecordText
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    /// Writes a value as the next one of the text.
    static func encode<Value: Encodable>(_ value: Value, into text: RecordText) throws {
        // To compare types costs a fraction of a cast that fails, which nearly all would.
        if Value.self == String.self, let value = value as? String {
            text.write(value)
        } else {
            let start = text.bytes.count
            try value.encode(to: RecordEncoder(text: text))
            // A value without members asks for no container.
            if text.bytes.count == start { _ = text.begin(.object) }
        }
    }

    /// A text that says less than the value would be found out when it is read back, which is too late.
    static func refuseSuperclass() -> Never {
        preconditionFailure("a value of the record is no class with a superclass")
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(RecordObject(text: text, level: text.begin(.object)))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { RecordArray(text: text, level: text.begin(.array)) }
    func singleValueContainer() -> any SingleValueEncodingContainer { RecordValue(text: text) }
}
