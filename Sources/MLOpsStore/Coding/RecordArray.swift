/// An array of the record's JSON while its elements are written.
struct RecordArray: UnkeyedEncodingContainer {
    let text: RecordText
    let level: Int
    let codingPath: [any CodingKey] = []
    private(set) var count = 0

    init(text: RecordText, level: Int) {
        self.text = text
        self.level = level
    }

    private mutating func begin() {
        text.next(at: level)
        count += 1
    }

    mutating func encodeNil() throws {
        begin()
        text.writeNull()
    }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        begin()
        try RecordEncoder.encode(value, into: text)
        text.close(to: level)
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        begin()
        return RecordEncoder(text: text).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        begin()
        return RecordEncoder(text: text).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { RecordEncoder.refuseSuperclass() }
}
