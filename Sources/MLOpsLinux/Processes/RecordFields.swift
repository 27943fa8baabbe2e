/// The `key=value` lines of a claim or an exit record, read strictly: whole, no key twice, nothing after the end.
struct RecordFields {
    private let values: [String: String]

    init(_ bytes: [UInt8]) throws(ShimRecord.Flaw) {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.popLast() == "", lines.popLast() == "end=1" else { throw .truncated }
        var values: [String: String] = [:]
        for line in lines {
            guard let equals = line.firstIndex(of: "=") else { throw .malformed }
            let previous = values.updateValue(
                String(line[line.index(after: equals)...]), forKey: String(line[..<equals]))
            guard previous == nil else { throw .malformed }
        }
        guard values["end"] == nil else { throw .malformed }
        self.values = values
        // Checked before anything else is interpreted: a later version may give a key another meaning.
        let version = try integer("version", as: Int.self)
        guard version == ShimRecord.version else { throw .version(version) }
    }

    func text(_ key: String) throws(ShimRecord.Flaw) -> String {
        guard let value = values[key] else { throw .malformed }
        return value
    }

    /// Of a key that the first records did not have: 0 there.
    func laterInteger(_ key: String) throws(ShimRecord.Flaw) -> Int64 {
        values[key] == nil ? 0 : try integer(key, as: Int64.self)
    }

    func integer<Value: FixedWidthInteger>(_ key: String, as type: Value.Type) throws(ShimRecord.Flaw) -> Value {
        guard let value = Value(try text(key)) else { throw .malformed }
        return value
    }
}
