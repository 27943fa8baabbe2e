/// What a column's cells are meant to be; the raw value is its name in schema files.
package enum SchemaType: String, Hashable, Sendable, Codable, CaseIterable {
    case bool
    /// Whole numbers of 64 bits, however they are stored.
    case int
    case float
    /// Text of a limited number of values.
    case category
    case string
    /// A moment; `format` says how text writes it.
    case timestamp
    case date
    /// Of the day.
    case time

    package var isNumeric: Bool { self == .int || self == .float }
    package var isText: Bool { self == .category || self == .string }
    package var isMoment: Bool { self == .timestamp || self == .date || self == .time }

    /// Whether data of the type `found` can stand for this one: int ⊂ float, date ⊂ timestamp, codes as categories.
    ///
    /// A float for an int is decided by its values, and so is true here.
    package func accepts(_ found: SchemaType) -> Bool {
        switch (self, found) {
        case (.int, .float), (.float, .int), (.category, .string), (.string, .category), (.timestamp, .date): true
        case (.category, .int), (.category, .bool): true
        default: self == found
        }
    }

    /// The narrowest type that holds both.
    package func joined(_ other: SchemaType) -> SchemaType {
        if self == other { return self }
        if isNumeric, other.isNumeric { return .float }
        if isMoment, other.isMoment, self != .time, other != .time { return .timestamp }
        return .string
    }
}
