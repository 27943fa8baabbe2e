/// An object of the record's JSON while its members are written.
struct RecordObject<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let text: RecordText
    let level: Int
    let codingPath: [any CodingKey] = []

    private func begin(_ key: Key) {
        text.next(at: level)
        text.write(key: key.stringValue)
    }

    mutating func encodeNil(forKey key: Key) throws {
        begin(key)
        text.writeNull()
    }

    mutating func encode(_ value: Bool, forKey key: Key) throws {
        begin(key)
        text.write(value)
    }

    mutating func encode(_ value: String, forKey key: Key) throws {
        begin(key)
        text.write(value)
    }

    mutating func encode(_ value: Double, forKey key: Key) throws {
        begin(key)
        text.write(value)
    }

    mutating func encode(_ value: Int, forKey key: Key) throws {
        begin(key)
        text.write(value)
    }

    mutating func encode(_ value: Int64, forKey key: Key) throws {
        begin(key)
        text.write(value)
    }

    mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        begin(key)
        try RecordEncoder.encode(value, into: text)
        text.close(to: level)
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        begin(key)
        return RecordEncoder(text: text).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        begin(key)
        return RecordEncoder(text: text).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { RecordEncoder.refuseSuperclass() }
    mutating func superEncoder(forKey key: Key) -> any Encoder { RecordEncoder.refuseSuperclass() }
}
