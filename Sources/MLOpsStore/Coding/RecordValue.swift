/// A value of the record's JSON that is neither object nor array.
struct RecordValue: SingleValueEncodingContainer {
    let text: RecordText
    let codingPath: [any CodingKey] = []

    mutating func encodeNil() throws { text.writeNull() }
    mutating func encode(_ value: Bool) throws { text.write(value) }
    mutating func encode(_ value: String) throws { text.write(value) }
    mutating func encode(_ value: Double) throws { text.write(value) }
    mutating func encode(_ value: Float) throws { text.write(Double(value)) }
    mutating func encode(_ value: Int) throws { text.write(value) }
    mutating func encode(_ value: Int8) throws { text.write(value) }
    mutating func encode(_ value: Int16) throws { text.write(value) }
    mutating func encode(_ value: Int32) throws { text.write(value) }
    mutating func encode(_ value: Int64) throws { text.write(value) }
    mutating func encode(_ value: UInt) throws { text.write(value) }
    mutating func encode(_ value: UInt8) throws { text.write(value) }
    mutating func encode(_ value: UInt16) throws { text.write(value) }
    mutating func encode(_ value: UInt32) throws { text.write(value) }
    mutating func encode(_ value: UInt64) throws { text.write(value) }
    mutating func encode<Value: Encodable>(_ value: Value) throws { try RecordEncoder.encode(value, into: text) }
}
