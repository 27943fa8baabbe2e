package import MLOpsStatistics
import MLOpsSchedule

/// Writes a schema as a file that people read and edit: one line a column where it fits, the same text for equal schemas.
package struct DataSchemaWriter {
    private static let width = 110

    private let comments: SchemaComments?
    private var lines: [String] = []

    private init(_ comments: SchemaComments?) { self.comments = comments }

    /// Returns the text of a schema file.
    ///
    /// - Parameter old: the text that is replaced; comments above and behind its keys are kept. ``lostComments(in:of:)``
    ///   tells which are not.
    package static func text(_ schema: DataSchema, replacing old: String? = nil) -> String {
        var writer = DataSchemaWriter(old.map { SchemaComments($0) })
        writer.write(schema)
        return writer.lines.joined(separator: "\n") + "\n"
    }

    /// Returns the comments of a text that are not in the new one, one a line.
    package static func lostComments(in new: String, of old: String) -> [String] {
        var kept = SchemaComments(new).all
        return SchemaComments(old).all.filter { comment in
            guard let index = kept.firstIndex(of: comment) else { return true }
            kept.remove(at: index)
            return false
        }
    }

    private mutating func write(_ schema: DataSchema) {
        add("schema", "\(schema.version)")
        if let name = schema.acceptedBy { add("accepted_by", SchemaScalar.text(name)) }
        if let time = schema.acceptedAt { add("accepted_at", Instant(microsecondsSinceEpoch: time).rfc3339) }
        for section in schema.sections {
            guard case .map(let entries) = section.value else { continue }
            add(section.key, nil)
            for entry in entries { write(entry, in: section.key) }
        }
        // A schema has columns even when it has none.
        if schema.columns.isEmpty { add("columns", "{}") }
        lines += comments?.trailer ?? []
    }

    private mutating func write(_ entry: SchemaEntry, in section: String) {
        let flow = SchemaScalar.flow(entry.value)
        let path = "\(section).\(entry.key)"
        guard case .map(let entries) = entry.value, flow.count + entry.key.count + 4 > Self.width else {
            return add(entry.key, flow, path: path, indent: 2)
        }
        add(entry.key, nil, path: path, indent: 2)
        for entry in entries { add(entry.key, SchemaScalar.flow(entry.value), path: "\(path).\(entry.key)", indent: 4) }
    }

    private mutating func add(_ key: String, _ value: String?, path: String? = nil, indent: Int = 0) {
        let space = String(repeating: " ", count: indent)
        let comment = comments?.comment(of: path ?? key)
        for line in comment?.above ?? [] { lines.append(line.isEmpty ? "" : space + line) }
        let behind = comment?.behind.map { "  \($0)" } ?? ""
        lines.append("\(space)\(SchemaScalar.text(key)):\(value.map { " \($0)" } ?? "")\(behind)")
    }
}
