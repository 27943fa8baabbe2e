/// A mapping whose keys are fixed by a schema.
struct Section {
    let field: Field
    let schema: Schema
    private var fields: [String: Field] = [:]

    /// Reports unknown and unsupported keys at once, so that none is missed by the reader.
    init?(_ field: Field, _ schema: Schema) {
        self.field = field
        self.schema = schema
        guard case .mapping(let entries) = field.node.content else {
            field.report("must be a mapping, not \(field.node.kind)", hint: Self.example(field, schema))
            return nil
        }
        for entry in entries {
            // The search for what was meant takes time that a hostile file could ask for a million times.
            if field.findings.isFull { break }
            let child = field.child(entry, of: schema)
            if !schema.keys.contains(entry.key) {
                child.report("unknown key", hint: hint(for: entry.key), at: entry.keyPlace)
            } else if let feature = UnsupportedFeature.key(entry.key, of: schema) {
                child.report("is not supported by this version of mlopsd", hint: feature.advice, at: entry.keyPlace)
            } else {
                fields[entry.key] = child
            }
        }
    }

    subscript(_ key: String) -> Field? {
        assert(schema.keys.contains(key), "\(schema.title) has no key \(key)")
        return fields[key]
    }

    /// Returns the field of a key that must be there, and reports when it is not.
    func required(_ key: String) -> Field? {
        if let field = self[key] { return field }
        // A key that is unsupported or misspelt has been reported already; two messages for one fault confuse.
        if !isAlreadyReported { field.report("the key \(key.quoted) is missing") }
        return nil
    }

    /// Returns which of `keys` are given, in the order asked for.
    func given(_ keys: [String]) -> [Field] { keys.compactMap { fields[$0] } }

    /// Whether the mapping has a key that the schema, or this version, does not know.
    var isAlreadyReported: Bool {
        guard case .mapping(let entries) = field.node.content else { return true }
        return entries.count != fields.count
    }

    private func hint(for key: String) -> String {
        if let hint = Suggestion.hint(for: key, among: schema.keys) { return hint }
        let known = schema.keys.filter { UnsupportedFeature.key($0, of: schema) == nil }
        return "\(schema.title) knows " + known.joined(separator: ", ")
    }

    private static func example(_ field: Field, _ schema: Schema) -> String? {
        if field.path.isEmpty { return "write keys such as \"\(schema.keys[0]): …\"" }
        return "write \"\(schema.keys[0]): …\" on a line of its own, indented"
    }
}
