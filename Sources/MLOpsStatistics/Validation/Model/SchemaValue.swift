/// A value as it stands in a schema file.
package indirect enum SchemaValue: Hashable, Sendable {
    case flag(Bool)
    case whole(Int)
    case number(Double)
    /// One of a fixed set of words, a span of time: never in need of quotes.
    case word(String)
    /// Whatever a person or the data wrote.
    case text(String)
    case list([SchemaValue])
    case map([SchemaEntry])

    /// For messages; files are written by the adapter that reads them.
    package var description: String {
        switch self {
        case .flag(let flag): flag ? "true" : "false"
        case .whole(let number): "\(number)"
        case .number(let number): NumberText.text(number)
        case .word(let text), .text(let text): text
        case .list(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
        case .map(let entries): "{" + entries.map { "\($0.key): \($0.value.description)" }.joined(separator: ", ") + "}"
        }
    }
}

/// A key of a schema file with its value.
package struct SchemaEntry: Hashable, Sendable {
    package var key: String
    package var value: SchemaValue

    package init(_ key: String, _ value: SchemaValue) { (self.key, self.value) = (key, value) }
}
